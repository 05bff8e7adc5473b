import { randomBytes } from 'node:crypto'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import type { StoreAdapter } from '../src/store.js'

interface TestServer {
  readonly name: string
  /** Whether no such server was named to the tests. */
  readonly isMissing: boolean
  /** A store on tables of this file's own: each call opens a further one on the same. */
  open(): StoreAdapter
}

/** The databases on which writers really meet: stores in one process let them take turns. */
export function testServers(): readonly TestServer[] {
  const postgres = process.env['SOCIUS_TEST_POSTGRES_URL']
  const mariadb = process.env['SOCIUS_TEST_MARIADB_URL']
  const prefix = `t${randomBytes(4).toString('hex')}_`
  return [
    {
      name: 'Postgres',
      isMissing: postgres === undefined,
      open: () => kyselyStore({ dialect: 'postgres', url: postgres ?? '', prefix }),
    },
    {
      name: 'MariaDB',
      isMissing: mariadb === undefined,
      open: () => kyselyStore({ dialect: 'mysql', url: mariadb ?? '', prefix }),
    },
  ]
}
