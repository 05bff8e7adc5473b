import type { StoreAdapter } from '@socius/core/store'
import { createAdapter } from './adapter.js'
import { mysqlEngine } from './mysql/engine.js'
import { openMysql } from './mysql/open.js'
import type { Opened } from './opened.js'
import { checkOptions, type KyselyStoreOptions } from './options.js'
import { postgresEngine } from './postgres/engine.js'
import { openPostgres } from './postgres/open.js'
import { createSession } from './session.js'
import { sqliteEngine } from './sqlite/engine.js'
import { openSqlite } from './sqlite/open.js'

/**
 * A store in SQLite, Postgres, MySQL or MariaDB. Nothing is opened before the first call.
 * @throws `invalid_option` when the options contradict themselves or the runtime lacks the driver.
 * @example
 * kyselyStore({ dialect: 'sqlite', database: 'social.db' })
 * kyselyStore({ dialect: 'postgres', db: hostKysely, prefix: 'social_' })
 */
export function kyselyStore(options: KyselyStoreOptions): StoreAdapter {
  checkOptions(options)
  const naming = { prefix: options.prefix ?? 'socius_', schema: options.schema ?? null }
  return createAdapter({ naming, ...open(options) })
}

const engines = { sqlite: sqliteEngine, postgres: postgresEngine, mysql: mysqlEngine }

function open(options: KyselyStoreOptions): Opened {
  if (!('db' in options)) {
    switch (options.dialect) {
      case 'sqlite':
        return openSqlite(options.database)
      case 'postgres':
        return openPostgres(options)
      case 'mysql':
        return openMysql(options)
    }
  }
  const engine = engines[options.dialect]
  // The host's instance is the host's to close.
  return { engine, session: createSession(options.db, engine), close: async () => {} }
}
