import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { isListening, runAsRoot, startDebianService } from './debian-service.ts'
import type { RunningService } from './running-service.ts'

const port = 5432
const openLogins = ['postgres', 'root', 'postgres:postgres']

/**
 * A database of its own on this machine's Postgres: on the server that already runs where an open test login lets us
 * in, or else on Debian's, which is installed and started if it has to be.
 */
export async function startPostgres(signal: AbortSignal): Promise<RunningService> {
  const found = (await isListening(port)) && (await firstLogin(openLogins))
  if (found) return createDatabase(found, `already on port ${port}`)
  const server = { pkg: 'postgresql', binary: '/usr/lib/postgresql/*/bin/postgres', service: 'postgresql', port }
  await startDebianService(server, signal)
  const password = randomUUID()
  const role = `socius_ci_role_${process.pid}`
  const asPostgres = (statement: string) => runAsRoot(`su postgres -c "psql -q -c \\"${statement}\\""`)
  await asPostgres(`create role ${role} superuser login password '${password}'`)
  const database = await createDatabase(`${role}:${password}`, 'the Debian package')
  return {
    ...database,
    stop: async () => {
      await database.stop()
      await asPostgres(`drop role ${role}`)
    },
  }
}

async function createDatabase(login: string, origin: string): Promise<RunningService> {
  const name = `socius_ci_${process.pid}`
  // Sorts by language, as most hosts' databases do, so that a store that leans on the default collation is found out.
  const collation = `encoding 'UTF8' locale 'C.UTF-8' locale_provider icu icu_locale 'en-US' template template0`
  await run(login, `create database ${name} ${collation}`)
  return {
    connection: url(login, name),
    origin,
    stop: () => run(login, `drop database ${name} with (force)`),
  }
}

async function firstLogin(logins: readonly string[]): Promise<string | undefined> {
  for (const login of logins) {
    const works = await run(login, 'select 1').then(
      () => true,
      () => false,
    )
    if (works) return login
  }
  return undefined
}

async function run(login: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url(login, 'postgres') })
  try {
    await client.connect()
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function url(login: string, database: string): string {
  return `postgres://${login}@127.0.0.1:${port}/${database}`
}
