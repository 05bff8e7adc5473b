import { SociusError } from '@socius/core/store'
import {
  Kysely,
  PGliteDialect,
  type PGliteDialectConfig,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
} from 'kysely'
import type { Opened } from '../opened.js'
import type { PostgresSource } from '../options.js'
import { createSession } from '../session.js'
import { beginTogether } from './begin-together.js'
import { pgliteEngine, postgresEngine } from './engine.js'

export function openPostgres(source: PostgresSource): Opened {
  if ('url' in source) {
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: () => openPool(source.url) }) })
    return { engine: postgresEngine, session: createSession(db, postgresEngine), close: () => db.destroy() }
  }
  const pooled = 'pool' in source
  const dialect = pooled
    ? new PostgresDialect({ pool: source.pool as PostgresPool }) // checked by its methods
    : new PGliteDialect({ pglite: source.pglite as NonNullable<PGliteDialectConfig['pglite']> }) // likewise
  const engine = pooled ? postgresEngine : pgliteEngine
  // The host opened these, and closes them.
  return { engine, session: createSession(new Kysely<unknown>({ dialect }), engine), close: async () => {} }
}

/** What is used of a `pg` client. */
interface PgClient extends Pick<PostgresPoolClient, 'release'> {
  readonly processID?: number
  query(statement: { name?: string; text: string; values: readonly unknown[] }): Promise<never>
}

interface PgPool {
  readonly options: object
  connect(): Promise<PgClient>
  end(): Promise<void>
  on(event: 'error', listener: () => void): unknown
}

/**
 * Planning a page of a feed takes longer than reading it, and the plans do not depend on the values: each statement is
 * made for one index or a merge of a few. Left alone, the server estimates that planning anew is cheaper.
 */
async function planOnce(client: PgClient): Promise<void> {
  const setting = { text: 'set plan_cache_mode = force_generic_plan', values: [] }
  // What stands between here and the server may not let settings through: it is slower then, and as right.
  await client.query(setting).catch(() => undefined)
}

async function openPool(url: string): Promise<PostgresPool> {
  const { Pool } = await loadDriver()
  const pool = new Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    onConnect: planOnce,
    // Statements are sent without waiting for the answer to the one before. Older drivers wait.
    pipeline: true,
  })
  // A connection that breaks while it is idle is replaced; without a listener it would end the process.
  pool.on('error', () => {})
  return withNamedStatements(pool)
}

async function loadDriver(): Promise<{ Pool: new (options: object) => PgPool }> {
  try {
    const loaded = await import('pg')
    return loaded.default as unknown as { Pool: new (options: object) => PgPool } // narrowed to what is used here
  } catch (cause) {
    throw new SociusError('invalid_option', 'A Postgres url needs the package "pg".', { cause })
  }
}

/** Statements beyond these are parsed each time: a connection keeps what it has named. */
const maxNamed = 200

/** A pool whose clients let the server keep a statement from its second use on. */
function withNamedStatements(pool: PgPool): PostgresPool {
  const seen = new Set<string>()
  const names = new Map<string, string>()
  const clients = new WeakMap<PgClient, PostgresPoolClient>()

  function nameOf(text: string): { name?: string } {
    const known = names.get(text)
    if (known !== undefined) return { name: known }
    if (!seen.has(text)) {
      if (seen.size > maxNamed) seen.clear()
      seen.add(text)
      return {}
    }
    if (names.size === maxNamed) return {}
    const name = `socius_${names.size}`
    names.set(text, name)
    return { name }
  }

  function wrap(client: PgClient): PostgresPoolClient {
    const known = clients.get(client)
    if (known) return known
    const query = beginTogether((text, values) => {
      return client.query({ text, values, ...(values.length === 0 ? {} : nameOf(text)) })
    })
    const wrapped: PostgresPoolClient = {
      query: query as unknown as PostgresPoolClient['query'], // the other form takes a cursor, which nothing here uses
      release: (destroy) => client.release(destroy),
      ...(client.processID === undefined ? {} : { processID: client.processID }),
    }
    clients.set(client, wrapped)
    return wrapped
  }

  return { options: pool.options, connect: async () => wrap(await pool.connect()), end: () => pool.end() }
}
