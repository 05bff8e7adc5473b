import { DatabaseSync } from 'node:sqlite'
import { CamelCasePlugin, Kysely, PostgresDialect, type SqliteDatabase, SqliteDialect } from 'kysely'
import pg from 'pg'
import type { HostDatabase, HostTables } from './tables.ts'

/** The host's database, and what Socius needs to know of it. */
export interface OpenDatabase {
  readonly db: HostDatabase
  readonly dialect: 'sqlite' | 'postgres'
}

/** @param where an address of Postgres, or a file of SQLite, which may be `:memory:` */
export function openDatabase(where: string): OpenDatabase {
  // Socius leaves the plugin out: its own tables are named as it names them.
  const plugins = [new CamelCasePlugin()]
  if (/^postgres(ql)?:/.test(where)) {
    const pool = new pg.Pool({ connectionString: where })
    return { db: new Kysely<HostTables>({ dialect: new PostgresDialect({ pool }), plugins }), dialect: 'postgres' }
  }
  const dialect = new SqliteDialect({ database: async () => openNodeSqlite(where) })
  return { db: new Kysely<HostTables>({ dialect, plugins }), dialect: 'sqlite' }
}

/** Kysely's SQLite dialect speaks the language of better-sqlite3; this is Node's own driver in its place. */
function openNodeSqlite(file: string): SqliteDatabase {
  const handle = new DatabaseSync(file)
  handle.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on')
  const known = new Map<string, ReturnType<SqliteDatabase['prepare']>>()
  return {
    close: () => handle.close(),
    prepare(sql) {
      const found = known.get(sql)
      if (found) return found
      const statement = handle.prepare(sql)
      type Values = Parameters<typeof statement.all>
      const prepared: ReturnType<SqliteDatabase['prepare']> = {
        reader: statement.columns().length > 0,
        all: (values) => statement.all(...(values as Values)),
        run: (values) => statement.run(...(values as Values)),
        iterate: (values) => statement.iterate(...(values as Values)),
      }
      known.set(sql, prepared)
      return prepared
    },
  }
}
