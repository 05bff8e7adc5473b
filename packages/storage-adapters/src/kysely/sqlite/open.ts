import { Kysely, SqliteDialect } from 'kysely'
import { createWriteQueue } from '../../memory/write-queue.js'
import type { Opened } from '../opened.js'
import { createSession } from '../session.js'
import { bindEach, keepStatements, openNodeSqlite, requireNodeSqlite, type SqliteHandle } from './driver.js'
import { sqliteEngine } from './engine.js'

/** How long a call waits for the transaction before it. */
const waitLimit = 5000

/** @throws `invalid_option` at once where the runtime has no driver; a file that cannot be opened shows at first use. */
export function openSqlite(database: string | SqliteHandle): Opened {
  if (typeof database === 'string') requireNodeSqlite()
  const db = new Kysely<unknown>({
    dialect: new SqliteDialect({
      database: async () => keepStatements(typeof database === 'string' ? openNodeSqlite(database) : database),
    }),
  })
  return {
    engine: sqliteEngine,
    session: createSession(db, sqliteEngine, { turns: createWriteQueue(waitLimit), bindEach }),
    close: async () => {
      // Kysely closes the handle with itself; the host's is the host's to close.
      if (typeof database === 'string') await db.destroy()
    },
  }
}
