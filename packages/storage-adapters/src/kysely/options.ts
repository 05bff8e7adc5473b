import { SociusError } from '@socius/core/store'
import type { KyselyHandle } from './handle.js'
import type { SqliteHandle } from './sqlite/driver.js'

export interface NamingOptions {
  /**
   * What every table's name begins with.
   * @default 'socius_'
   */
  prefix?: string
  /** The schema (Postgres), database (MySQL) or attached database (SQLite) that holds the tables. It has to be there. */
  schema?: string
}

/** SQLite: a file that the store opens with Node's own driver, or the host's better-sqlite3 database (13 or later). */
export interface SqliteOptions extends NamingOptions {
  dialect: 'sqlite'
  /** A path, `:memory:`, or an open database, which the store does not close. */
  database: string | SqliteHandle
}

/** Postgres by a connection string, which needs the package `pg`. */
export interface PostgresUrlOptions extends NamingOptions {
  dialect: 'postgres'
  url: string
}

/** The host's own pool of `pg`, which the store does not end. */
export interface PostgresPoolOptions extends NamingOptions {
  dialect: 'postgres'
  pool: { connect(): Promise<unknown>; end(): Promise<unknown> }
}

/** The host's own PGlite instance, which the store does not close. */
export interface PGliteOptions extends NamingOptions {
  dialect: 'postgres'
  pglite: { query: unknown; transaction: unknown }
}

export type PostgresSource = PostgresUrlOptions | PostgresPoolOptions | PGliteOptions

/** MySQL 8 or MariaDB 10.6 and later by a connection string, which needs the package `mysql2`. */
export interface MysqlUrlOptions extends NamingOptions {
  dialect: 'mysql'
  url: string
}

/** The host's own pool of `mysql2`, with callbacks or promises, which the store does not end. */
export interface MysqlPoolOptions extends NamingOptions {
  dialect: 'mysql'
  pool: { getConnection: unknown; end: unknown }
}

export type MysqlSource = MysqlUrlOptions | MysqlPoolOptions

/** The host's own Kysely instance, or its open transaction. The store never closes it. */
export interface KyselyOptions extends NamingOptions {
  dialect: 'sqlite' | 'postgres' | 'mysql'
  db: KyselyHandle
}

export type KyselyStoreOptions = SqliteOptions | PostgresSource | MysqlSource | KyselyOptions

/** @throws `invalid_option`, without repeating what was passed: it may hold a password. */
export function checkOptions(options: KyselyStoreOptions): void {
  if (typeof options !== 'object' || options === null) throw wrong('kyselyStore takes an object of options.')
  const given: Readonly<Record<string, unknown>> = { ...options }
  const { dialect, prefix, schema } = given
  if (dialect !== 'sqlite' && dialect !== 'postgres' && dialect !== 'mysql') {
    throw wrong('dialect is sqlite, postgres or mysql.')
  }
  if (prefix !== undefined && !(typeof prefix === 'string' && /^([a-z][a-z0-9_]{0,15})?$/.test(prefix))) {
    throw wrong('prefix is snake_case and at most 16 long.')
  }
  if (schema !== undefined && !(typeof schema === 'string' && /^[A-Za-z_][A-Za-z0-9_$-]{0,62}$/.test(schema))) {
    throw wrong('schema is the name of a schema.')
  }
  const allowed = [...sources[dialect], 'db']
  const sourcesGiven = allowed.filter((name) => given[name] !== undefined)
  const [source] = sourcesGiven
  if (source === undefined || sourcesGiven.length > 1) throw wrong(`${dialect} takes one of ${allowed.join(', ')}.`)
  const unknown = Object.keys(given).find((name) => !['dialect', 'prefix', 'schema', ...allowed].includes(name))
  if (unknown !== undefined) throw wrong(`There is no option ${JSON.stringify(unknown.slice(0, 40))} for ${dialect}.`)
  checkSource(dialect, source, given[source])
}

const sources = {
  sqlite: ['database'],
  postgres: ['url', 'pool', 'pglite'],
  mysql: ['url', 'pool'],
} as const

const protocols: Record<'sqlite' | 'postgres' | 'mysql', readonly string[]> = {
  sqlite: [],
  postgres: ['postgres:', 'postgresql:'],
  mysql: ['mysql:', 'mariadb:'],
}

function checkSource(dialect: keyof typeof protocols, source: string, value: unknown): void {
  switch (source) {
    case 'database':
      if (typeof value === 'string' ? value !== '' : hasMethods(value, ['prepare', 'exec'])) return
      throw wrong('database is a path, :memory: or an open SQLite database.')
    case 'url':
      if (typeof value === 'string' && protocols[dialect].includes(URL.parse(value)?.protocol ?? '')) return
      throw wrong(`url is a connection string that begins with ${protocols[dialect].join(' or ')}`)
    case 'pool':
      if (hasMethods(value, ['end']) && (hasMethods(value, ['connect']) || hasMethods(value, ['getConnection']))) return
      throw wrong('pool is a connection pool of pg or mysql2.')
    case 'pglite':
      if (hasMethods(value, ['query', 'transaction'])) return
      throw wrong('pglite is a PGlite instance.')
    default:
      if (hasMethods(value, ['executeQuery', 'withoutPlugins'])) return
      throw wrong('db is a Kysely instance or transaction.')
  }
}

function hasMethods(value: unknown, names: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false
  return names.every((name) => typeof (value as Record<string, unknown>)[name] === 'function')
}

function wrong(message: string): SociusError {
  return new SociusError('invalid_option', message)
}
