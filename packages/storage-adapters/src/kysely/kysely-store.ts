import type { StoreAdapter } from '@socius/core/store'
import { createAdapter } from './adapter.js'
import { checkOptions, type KyselyStoreOptions } from './options.js'
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
  if ('db' in options) {
    const session = createSession(options.db, sqliteEngine)
    return createAdapter({ engine: sqliteEngine, session, naming, close: async () => {} })
  }
  const { session, close } = openSqlite(options.database)
  return createAdapter({ engine: sqliteEngine, session, naming, close })
}
