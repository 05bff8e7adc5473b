import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isSociusError, reference } from '@socius/core'
import { createStore, defineCollection } from '@socius/core/store'
import { afterAll, describe, expect, it } from 'vitest'
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
