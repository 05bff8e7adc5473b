import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isSociusError, reference } from '@socius/core'
import { createStore, defineCollection } from '@socius/core/store'
import { afterAll, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { kyselyStore } from '../../kysely.js'

const note = defineCollection('note', {
  schema: z.object({ id: reference(), title: z.string(), hash: z.string() }),
  compare: 'hash',
  search: ['title'],
  indexes: [['hash', 'id']],
})

const folder = mkdtempSync(join(tmpdir(), 'socius-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('a SQLite file that the store opens', () => {
  it('keeps rows from one process to the next', async () => {
    const database = join(folder, 'kept.db')
    const first = kyselyStore({ dialect: 'sqlite', database })
    await first.prepare([note.shape])
    await createStore(first, 'a').insert(note, [{ id: '1', title: 'One', hash: 'x' }])
    await first.close()
    const second = kyselyStore({ dialect: 'sqlite', database })
    await second.prepare([note.shape])
    expect(await second.drift?.([note.shape])).toEqual([])
    expect(await createStore(second, 'a').get(note, ['1'])).toEqual([{ id: '1', title: 'One', hash: 'x' }])
    await second.close()
  })

  it('is shared by two stores whose writes wait for each other', async () => {
    const database = join(folder, 'shared.db')
    const adapters = [kyselyStore({ dialect: 'sqlite', database }), kyselyStore({ dialect: 'sqlite', database })]
    await Promise.all(adapters.map((adapter) => adapter.prepare([note.shape])))
    const stores = adapters.map((adapter) => createStore(adapter, 'a'))
    const writes = stores.flatMap((store, which) =>
      Array.from({ length: 20 }, (_, n) =>
        store.transaction(async (inner) => {
          await inner.insert(note, [{ id: `${which}-${n}`, title: 'x', hash: 'x' }])
          await new Promise((resolve) => setTimeout(resolve, 1))
        }),
      ),
    )
    await Promise.all(writes)
    for (const store of stores) expect((await store.query(note, { limit: 100 })).items).toHaveLength(40)
    await Promise.all(adapters.map((adapter) => adapter.close()))
  })

  it('gets its log back while writes go on, by a thread that ends with the store', async () => {
    const database = join(folder, 'bulk.db')
    const adapter = kyselyStore({ dialect: 'sqlite', database })
    await adapter.prepare([note.shape])
    const store = createStore(adapter, 'a')
    const before = statSync(database).size
    const rows = Array.from({ length: 4000 }, (_, n) => ({ id: String(n), title: `note ${n}`, hash: 'x' }))
    for (let start = 0; start < rows.length; start += 500) await store.insert(note, rows.slice(start, start + 500))
    // The writing connection itself would not have begun before 16,000 pages.
    await vi.waitFor(() => expect(statSync(database).size).toBeGreaterThan(before + 100_000), { timeout: 10_000 })
    await store.insert(note, [{ id: 'last', title: 'last', hash: 'x' }])
    await adapter.close()
    expect(existsSync(`${database}-wal`)).toBe(false)
    const file = new DatabaseSync(database)
    expect(file.prepare('select count(*) as rows from socius_note').get()).toEqual({ rows: 4001 })
    expect(file.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' })
    file.close()
  })

  it('keeps nothing of a transaction in which a bulk write failed, even if the failure was caught', async () => {
    const database = new DatabaseSync(':memory:')
    const adapter = kyselyStore({ dialect: 'sqlite', database })
    await adapter.prepare([note.shape])
    database.exec(`create trigger full after insert on socius_note when new.id = '3'
      begin select raise(abort, 'the disk is full'); end`)
    const row = (id: string) => ({ id, title: id, hash: 'x' })
    const store = createStore(adapter, 'a')
    const failures: unknown[] = []
    const caught = (error: unknown) => failures.push(error)
    const work = store.transaction(async (inner) => {
      await inner.insert(note, [row('1')])
      await inner.insert(note, [row('2'), row('3')]).catch(caught)
      await inner.insert(note, [row('4')]).catch(caught)
    })
    await expect(work).rejects.toMatchObject({ code: 'store_rejected' })
    expect(failures).toMatchObject([{ code: 'store_rejected' }, { code: 'store_rejected' }])
    expect((await store.query(note, { limit: 10 })).items).toEqual([])
    await store.insert(note, [row('5')])
    expect((await store.query(note, { limit: 10 })).items).toEqual([row('5')])
    await adapter.close()
  })

  it('fails as unavailable where no file can be', async () => {
    const adapter = kyselyStore({ dialect: 'sqlite', database: join(folder, 'no', 'such', 'folder.db') })
    const error = await adapter.prepare([note.shape]).catch((thrown: unknown) => thrown)
    expect(isSociusError(error, 'store_unavailable')).toBe(true)
    expect(String(error)).not.toContain('folder.db')
  })

  it('fails as unavailable once it is closed', async () => {
    const adapter = kyselyStore({ dialect: 'sqlite', database: ':memory:' })
    await adapter.prepare([note.shape])
    await adapter.close()
    await adapter.close()
    const error = await createStore(adapter, 'a')
      .get(note, ['1'])
      .catch((thrown: unknown) => thrown)
    expect(isSociusError(error, 'store_unavailable')).toBe(true)
  })
})
