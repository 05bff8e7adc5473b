import { SociusError } from '@socius/core/store'
import { Kysely, MysqlDialect, type MysqlPool, type MysqlPoolConnection } from 'kysely'
import { toCompiledQuery } from '../handle.js'
import type { Opened } from '../opened.js'
import type { MysqlSource } from '../options.js'
import { createSession } from '../session.js'
import { mysqlEngine } from './engine.js'

export function openMysql(source: MysqlSource): Opened {
  const engine = mysqlEngine
  if ('pool' in source) {
    const db = new Kysely<unknown>({ dialect: new MysqlDialect({ pool: callbackPool(source.pool) }) })
    // The host opened it, and ends it.
    return { engine, session: createSession(db, engine), close: async () => {} }
  }
  const db = new Kysely<unknown>({
    dialect: new MysqlDialect({
      pool: () => openPool(source.url),
      async onCreateConnection(connection) {
        for (const statement of sessionSettings) await connection.executeQuery(toCompiledQuery(statement, []))
      },
    }),
  })
  return { engine, session: createSession(db, engine), close: () => db.destroy() }
}

/** What a row cannot hold is refused rather than cut, and writers lock rows, not the gaps between them. */
const sessionSettings = [
  `set session sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'`,
  'set session transaction isolation level read committed',
]

/** mysql2 offers its pool with promises and, in `pool`, with callbacks; Kysely takes the latter. */
function callbackPool(pool: object): MysqlPool {
  const inner: unknown = 'pool' in pool ? pool.pool : pool
  return inner as MysqlPool // checked by its methods when the options were
}

async function openPool(url: string): Promise<MysqlPool> {
  const { createPool } = await loadDriver()
  // Without big numbers as text the driver would round them silently.
  return withPreparedWrites(
    createPool({ uri: url, connectionLimit: 10, supportBigNumbers: true, maxPreparedStatements: 50 }),
  )
}

interface MysqlDriver {
  createPool(options: object): MysqlPool
}

async function loadDriver(): Promise<MysqlDriver> {
  try {
    const loaded = await import('mysql2')
    return loaded.default as unknown as MysqlDriver // narrowed to what is used here
  } catch (cause) {
    throw new SociusError('invalid_option', 'A MySQL url needs the package "mysql2".', { cause })
  }
}

type Query = (sql: string, parameters: readonly unknown[], done?: (error: unknown, result: unknown) => void) => unknown

/** The most values that a prepared statement takes. */
const maxPrepared = 65_535

/**
 * A pool that prepares bulk inserts, which the server then reads without parsing their values. Other statements go as
 * text: prepared, a number arrives as a double, and `limit` refuses it.
 */
function withPreparedWrites(pool: MysqlPool): MysqlPool {
  const wrapped = new WeakSet<MysqlPoolConnection>()

  function wrap(connection: MysqlPoolConnection & { execute?: Query }): MysqlPoolConnection {
    if (wrapped.has(connection) || !connection.execute) return connection
    const query = connection.query.bind(connection) as Query
    const execute = connection.execute.bind(connection)
    const choose: Query = (text, parameters, done) => {
      const bulk = parameters.length > 0 && parameters.length <= maxPrepared && text.startsWith('insert into')
      return bulk ? execute(text, parameters, done) : query(text, parameters, done)
    }
    Object.assign(connection, { query: choose })
    wrapped.add(connection)
    return connection
  }

  return {
    getConnection: (done) => pool.getConnection((error, connection) => done(error, connection && wrap(connection))),
    end: (done) => pool.end(done),
  }
}
