import { instant, reference } from '@socius/core'
import { createStore, defineCollection, isSociusError } from '@socius/core/store'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { memoryStore } from './memory-store.js'

const note = defineCollection('note', {
  schema: z.object({ id: reference(), text: z.string(), at: instant(), extra: z.unknown().nullable() }),
})
const aNote = (id: string, extra: unknown = null) => ({ id, text: id, at: 0, extra })

async function open(waitLimit?: number) {
  const adapter = memoryStore(waitLimit === undefined ? {} : { waitLimit })
  await adapter.prepare([note.shape])
  return { adapter, store: createStore(adapter, 'tenant') }
}

describe('memoryStore', () => {
  test('readers do not wait for a transaction', async () => {
    const { store } = await open()
    await store.insert(note, [aNote('a')])
    await store.transaction(async (inner) => {
      await inner.insert(note, [aNote('b')])
      expect(await store.get(note, ['a', 'b'])).toEqual([aNote('a'), null])
    })
    expect(await store.get(note, ['b'])).toEqual([aNote('b')])
  })

  test('a write on the outer store inside a transaction fails instead of waiting for ever', async () => {
    const { store } = await open(20)
    const waiting = store.transaction(async (inner) => {
      await inner.insert(note, [aNote('a')])
      await store.insert(note, [aNote('b')])
    })
    await expect(waiting).rejects.toMatchObject({ code: 'store_conflict', retryable: true })
    await expect(waiting).rejects.toThrow('use the store that it hands out')
    expect(await store.get(note, ['a', 'b'])).toEqual([null, null])
    expect(await store.insert(note, [aNote('c')])).toEqual(['c'])
  })

  test('a store that outlives its transaction is refused', async () => {
    const { store } = await open()
    const inner = await store.transaction((handedOut) => Promise.resolve(handedOut))
    await expect(inner.get(note, ['a'])).rejects.toMatchObject({ code: 'store_rejected' })
    await expect(inner.insert(note, [aNote('a')])).rejects.toThrow('The transaction is over')
    expect(await store.get(note, ['a'])).toEqual([null])
  })

  test('a collection that was not prepared is refused, as a missing table is', async () => {
    const store = createStore(memoryStore(), 'tenant')
    await expect(store.get(note, ['a'])).rejects.toThrow('The collection note is not there')
  })

  test('structure is not changed inside a transaction, and it is not closed there', async () => {
    const { adapter } = await open()
    await expect(adapter.transaction((inner) => inner.prepare([note.shape]))).rejects.toSatisfy(isSociusError)
    await expect(adapter.transaction((inner) => inner.close())).rejects.toSatisfy(isSociusError)
  })

  test('json that cannot be written is refused, and so are the rows around it', async () => {
    const { store } = await open()
    const loop: { self?: unknown } = {}
    loop.self = loop
    // How deep json may be is the engine's to say: V8 writes 100,000 levels on some versions and not on others.
    for (const extra of [loop, 1n, () => 1]) {
      const rows = [aNote('a'), aNote('b', extra), aNote('c')]
      await expect(store.insert(note, rows)).rejects.toMatchObject({ code: 'store_rejected' })
      const kept = store.transaction(async (inner) => {
        await inner.upsert(note, rows).catch(() => undefined)
        return inner.query(note, { limit: 10 })
      })
      expect((await kept).items).toEqual([])
    }
  })

  test('what is closed is gone', async () => {
    const { adapter, store } = await open()
    await adapter.close()
    await expect(store.get(note, ['a'])).rejects.toMatchObject({ code: 'store_unavailable', retryable: true })
    await adapter.close()
  })

  test('a number is not given twice, even when the row that had it was undone or removed', async () => {
    const log = defineCollection('log', {
      schema: z.object({ id: reference(), position: z.int() }),
      sequence: 'position',
    })
    const adapter = memoryStore()
    await adapter.prepare([log.shape])
    const store = createStore(adapter, 'tenant')
    const entry = (id: string) => ({ id, position: 0 })
    await store.insert(log, [entry('a')])
    await store.remove(log, { where: {}, limit: 1 })
    await store
      .transaction(async (inner) => {
        await inner.insert(log, [entry('b')])
        throw new Error('on purpose')
      })
      .catch(() => undefined)
    await store.insert(log, [entry('c')])
    expect(await store.get(log, ['c'])).toEqual([{ id: 'c', position: 3 }])
  })
})
