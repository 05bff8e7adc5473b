import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely'
import { createWriteQueue } from '../../memory/write-queue.js'
import type { Opened } from '../opened.js'
import { createSession } from '../session.js'
import { createCheckpointer, pagesUntilCheckpoint } from './checkpointer.js'
import { bindEach, keepStatements, openNodeSqlite, requireNodeSqlite, type SqliteHandle } from './driver.js'
import { sqliteEngine } from './engine.js'

/** How long a call waits for the transaction before it. */
const waitLimit = 5000

/** @throws `invalid_option` at once where the runtime has no driver; a file that cannot be opened shows at first use. */
export function openSqlite(database: string | SqliteHandle): Opened {
  if (typeof database !== 'string')
    return connect(
      async () => keepStatements(database),
      async () => {},
    )
  requireNodeSqlite()
  const checkpointer = isFile(database) ? createCheckpointer(absolute(database)) : null
  return connect(
    async () => {
      return checkpointer
        ? keepStatements(openNodeSqlite(database, pagesUntilCheckpoint), checkpointer.wrote)
        : keepStatements(openNodeSqlite(database))
    },
    async (db) => {
      await checkpointer?.stop()
      // Kysely closes the handle with itself.
      await db.destroy()
    },
  )
}

/** @param close The host's handle is the host's to close. */
function connect(open: () => Promise<SqliteDatabase>, close: (db: Kysely<unknown>) => Promise<void>): Opened {
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: open }) })
  return {
    engine: sqliteEngine,
    session: createSession(db, sqliteEngine, { turns: createWriteQueue(waitLimit), bindEach }),
    close: () => close(db),
  }
}

/** Asked for at run time: what bundles this for a browser has no paths. */
function absolute(path: string): string {
  return process.getBuiltinModule('node:path').resolve(path)
}

/** Memory and temporary databases have no log, and a second connection would not see them. */
function isFile(database: string): boolean {
  return database !== '' && database !== ':memory:' && !database.startsWith('file:')
}
