import { randomUUID } from 'node:crypto'
import { createConnection } from 'mysql2/promise'
import { isListening, runAsRoot, startDebianService } from './debian-service.ts'
import type { RunningService } from './running-service.ts'

const port = 3306

/**
 * A database of its own on this machine's MariaDB: on the server that already runs where root needs no password, or
 * else on Debian's, which is installed and started if it has to be.
 */
export async function startMariadb(signal: AbortSignal): Promise<RunningService> {
  if ((await isListening(port)) && (await canLogIn('root'))) return createDatabase('root', `already on port ${port}`)
  const server = { pkg: 'mariadb-server', binary: '/usr/sbin/mariadbd', service: 'mariadb', port }
  await startDebianService(server, signal)
  const password = randomUUID()
  const user = `socius_ci_${process.pid}`
  const asRoot = (statement: string) => runAsRoot(`mariadb -e "${statement}"`)
  await asRoot(`grant all on *.* to ${user}@'127.0.0.1' identified by '${password}' with grant option`)
  const database = await createDatabase(`${user}:${password}`, 'the Debian package')
  return {
    ...database,
    stop: async () => {
      await database.stop()
      await asRoot(`drop user ${user}@'127.0.0.1'`)
    },
  }
}

async function createDatabase(login: string, origin: string): Promise<RunningService> {
  const name = `socius_ci_${process.pid}`
  // Folds case, as MariaDB's own default does, so that a store that leans on the default collation is found out.
  await run(login, `create database ${name} character set utf8mb4 collate utf8mb4_general_ci`)
  return { connection: url(login, name), origin, stop: () => run(login, `drop database ${name}`) }
}

function canLogIn(login: string): Promise<boolean> {
  return run(login, 'select 1').then(
    () => true,
    () => false,
  )
}

async function run(login: string, statement: string): Promise<void> {
  const connection = await createConnection(url(login, ''))
  try {
    await connection.query(statement)
  } finally {
    await connection.end()
  }
}

function url(login: string, database: string): string {
  return `mysql://${login}@127.0.0.1:${port}/${database}`
}
