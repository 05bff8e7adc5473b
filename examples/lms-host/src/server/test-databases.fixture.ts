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
  await asking(server, (client) => client.query(`create database ${name}`))
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => asking(server, (client) => drop(client, name)) }
}

async function asking(server: string, ask: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await ask(client)
  } finally {
    await client.end()
  }
}

/** Once nobody is connected: a pool that has ended says goodbye a moment later. */
async function drop(client: pg.Client, name: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { rowCount } = await client.query('select 1 from pg_stat_activity where datname = $1', [name])
    if (rowCount === 0) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await client.query(`drop database ${name}`)
}
