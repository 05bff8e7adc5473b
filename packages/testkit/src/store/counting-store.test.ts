import { createStore } from '@socius/core/store'
import { memoryStore } from '@socius/storage-adapters/memory'
import { expect, test } from 'vitest'
import { countingStore } from './counting-store.js'
import { aNote, notes } from './suite-collections.js'

async function open() {
  const counting = countingStore(memoryStore())
  await counting.prepare([notes.shape])
  return { counting, store: createStore(counting, 'tenant') }
}

test('reads and writes are counted by operation, structure is not', async () => {
  const { counting, store } = await open()
  await store.insert(notes, [aNote('a'), aNote('b')])
  await store.get(notes, ['a', 'b'])
  await store.query(notes, { limit: 1 })
  await store.aggregate(notes, { groupBy: [], measures: { count: 'count' }, limit: 1 })
  await store.upsert(notes, [aNote('a')])
  await store.update(notes, { where: {}, set: { label: 'x' } })
  await store.claim(notes, { where: {}, limit: 1, set: { label: 'y' } })
  await store.remove(notes, { where: {}, limit: 1 })
  expect(counting.count).toBe(8)
  const operations = ['insert', 'get', 'query', 'aggregate', 'upsert', 'update', 'claim', 'remove']
  expect(counting.calls).toEqual(operations.map((operation) => ({ operation, collection: 'suite_note' })))
})

test('a transaction counts as the calls in it, a transaction inside it too', async () => {
  const { counting, store } = await open()
  await store.transaction(async (outer) => {
    await outer.insert(notes, [aNote('a')])
    await outer.transaction((inner) => inner.get(notes, ['a']))
  })
  expect(counting.calls.map((call) => call.operation)).toEqual(['insert', 'get'])
})

test('a call that fails was a call', async () => {
  const counting = countingStore(memoryStore())
  await expect(createStore(counting, 'tenant').get(notes, ['a'])).rejects.toThrow('suite_note')
  expect(counting.count).toBe(1)
})

test('reset forgets what was counted', async () => {
  const { counting, store } = await open()
  await store.get(notes, ['a'])
  counting.reset()
  expect([counting.count, counting.calls]).toEqual([0, []])
  await store.get(notes, ['a'])
  expect(counting.count).toBe(1)
})

test('a batch that is too large for one statement counts as several', async () => {
  const { counting, store } = await open()
  await store.insert(
    notes,
    Array.from({ length: 501 }, (_, n) => aNote(`n${n}`)),
  )
  expect(counting.count).toBe(2)
})
