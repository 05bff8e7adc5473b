import { randomBytes } from 'node:crypto'
import pg from 'pg'

export interface TestDatabase {
  readonly name: string
  /** Whether no such server was named to the tests. */
  readonly isMissing: boolean
  /** An empty database of its own, which is gone after `drop`. */
  create(): Promise<{ readonly url: string; drop(): Promise<void> }>
}

const { SOCIUS_TEST_POSTGRES_URL: postgres } = process.env
if (postgres === undefined) {
  console.warn('!! The platform is not tested on Postgres: SOCIUS_TEST_POSTGRES_URL is not set.')
}

/** Where the platform is tested. */
export const testDatabases: readonly TestDatabase[] = [
  { name: 'SQLite', isMissing: false, create: async () => ({ url: ':memory:', drop: async () => undefined }) },
  { name: 'Postgres', isMissing: postgres === undefined, create: () => createOnPostgres(postgres ?? '') },
]

async function createOnPostgres(server: string) {
  const name = `socius_lms_${randomBytes(6).toString('hex')}`
  await ask(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => ask(server, `drop database ${name} with (force)`) }
}

async function ask(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
