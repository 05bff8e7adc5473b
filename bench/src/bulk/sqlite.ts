import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { createStore } from '@socius/core/store'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import { type Arena, type Contender, type ReadyRow, tenant } from './contender.ts'
import { activities, columns } from './rows.ts'

const compareAt = columns.indexOf('hash')
const marks = columns.map(() => '?').join(', ')
const insert = `insert into socius_bulk_activity (${columns.join(', ')}) values (${marks})`
const set = columns
  .slice(2)
  .map((name) => `${name} = excluded.${name}`)
  .join(', ')

export async function sqliteArena(): Promise<Arena> {
  const folder = mkdtempSync(join(tmpdir(), 'socius-bench-'))
  let files = 0

  async function emptyFile(): Promise<string> {
    files += 1
    const file = join(folder, `${files}.db`)
    const adapter = kyselyStore({ dialect: 'sqlite', database: file })
    await adapter.prepare([activities.shape])
    await adapter.close()
    return file
  }

  async function store(): Promise<Contender> {
    const adapter = kyselyStore({ dialect: 'sqlite', database: await emptyFile() })
    const bound = createStore(adapter, tenant)
    return {
      name: 'store',
      async write({ rows }) {
        await bound.upsert(activities, rows)
      },
      close: () => adapter.close(),
    }
  }

  function openRaw(file: string): DatabaseSync {
    const db = new DatabaseSync(file)
    db.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma temp_store = memory')
    db.exec('pragma cache_size = -65536; pragma mmap_size = 268435456')
    return db
  }

  async function conditional(): Promise<Contender> {
    const db = openRaw(await emptyFile())
    const upsert = db.prepare(
      `${insert} on conflict (tenant, id) do update set ${set} where socius_bulk_activity.hash is not excluded.hash`,
    )
    return {
      name: 'driver, one prepared conditional upsert a row',
      async write({ ready }) {
        db.exec('begin immediate')
        for (const row of ready) upsert.run(...(row as SQLInputValue[]))
        db.exec('commit')
      },
      close: async () => db.close(),
    }
  }

  async function hashesFirst(): Promise<Contender> {
    const db = openRaw(await emptyFile())
    const upsert = db.prepare(`${insert} on conflict (tenant, id) do update set ${set}`)
    const read = db.prepare('select hash from socius_bulk_activity where tenant = ? and id = ?')
    const differs = (row: ReadyRow) => read.get(tenant, row[1] ?? null)?.['hash'] !== row[compareAt]
    return {
      name: 'driver, hashes first, one prepared upsert a changed row',
      async write({ ready }) {
        db.exec('begin immediate')
        for (const row of ready) if (differs(row)) upsert.run(...(row as SQLInputValue[]))
        db.exec('commit')
      },
      close: async () => db.close(),
    }
  }

  return {
    engine: 'SQLite',
    contenders: [store, conditional, hashesFirst],
    close: async () => rmSync(folder, { recursive: true }),
  }
}
