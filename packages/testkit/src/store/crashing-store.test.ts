import { createStore, type StoreAdapter } from '@socius/core/store'
import { memoryStore } from '@socius/storage-adapters/memory'
import { describe, expect, test } from 'vitest'
import { crashEverywhere, crashingStore, isCrash } from './crashing-store.js'
import { aNote, aTie, notes, suiteCollections, ties } from './suite-collections.js'

async function open() {
  const adapter = memoryStore()
  await adapter.prepare(suiteCollections)
  return { adapter, close: () => adapter.close() }
}

async function idsIn(adapter: StoreAdapter): Promise<string[]> {
  const { items } = await createStore(adapter, 'tenant').query(notes, { limit: 100 })
  return items.map((row) => row.id)
}

/** Two writes, then a transaction of two writes. */
async function scenario(adapter: StoreAdapter): Promise<void> {
  const store = createStore(adapter, 'tenant')
  await store.insert(notes, [aNote('1')])
  await store.get(notes, ['1'])
  await store.upsert(notes, [aNote('2')])
  await store.transaction(async (inner) => {
    await inner.insert(notes, [aNote('3')])
    await inner.transaction((joined) => joined.insert(ties, [aTie('3')]))
  })
}

describe('crashingStore', () => {
  test('without a fatal point it counts the points around writes and commits', async () => {
    const { adapter } = await open()
    const store = crashingStore(adapter)
    await scenario(store)
    expect(store.crashed).toBe(false)
    expect(store.points.map(({ when, what }) => `${when} ${what}`)).toEqual([
      'before insert',
      'after insert',
      'before upsert',
      'after upsert',
      'before insert',
      'after insert',
      'before insert',
      'after insert',
      'before commit',
      'after commit',
    ])
    expect(store.points.at(6)).toEqual({ number: 7, when: 'before', what: 'insert', collection: 'suite_tie' })
  })

  test.each([
    [1, []],
    [2, ['1']],
    [3, ['1']],
    [4, ['1', '2']],
    [6, ['1', '2']],
    [8, ['1', '2']],
    [9, ['1', '2']],
    [10, ['1', '2', '3']],
  ])('killed at point %i it leaves behind what was committed', async (crashAt, ids) => {
    const { adapter } = await open()
    const store = crashingStore(adapter, { crashAt })
    const error = await scenario(store).catch((reason: unknown) => reason)
    expect(isCrash(error)).toBe(true)
    expect(store.points.at(-1)?.number).toBe(crashAt)
    expect(await idsIn(adapter)).toEqual(ids)
  })

  test('a process that is dead does nothing more, whatever it catches', async () => {
    const { adapter } = await open()
    const store = crashingStore(adapter, { crashAt: 4 })
    const typed = createStore(store, 'tenant')
    const committing = typed.transaction(async (inner) => {
      await inner.insert(notes, [aNote('1')])
      await inner.insert(notes, [aNote('2')]).catch(() => undefined)
      await inner.insert(notes, [aNote('3')]).catch(() => undefined)
    })
    await expect(committing).rejects.toSatisfy(isCrash)
    await expect(typed.get(notes, ['1'])).rejects.toSatisfy(isCrash)
    await expect(typed.transaction(() => Promise.resolve())).rejects.toSatisfy(isCrash)
    expect(await idsIn(adapter)).toEqual([])
  })
})

describe('crashEverywhere', () => {
  test('every point is tried on a database of its own', async () => {
    const seen: (string | null)[] = []
    const points = await crashEverywhere({
      open,
      before: async (adapter) => void (await createStore(adapter, 'tenant').insert(notes, [aNote('0')])),
      run: scenario,
      async check(adapter, point) {
        seen.push(point && `${point.when} ${point.what} ${point.number}`)
        await scenario(adapter)
        expect(await idsIn(adapter)).toEqual(['0', '1', '2', '3'])
      },
    })
    expect(points).toBe(10)
    expect(seen).toHaveLength(11)
    expect([seen.at(0), seen.at(1), seen.at(10)]).toEqual([null, 'before insert 1', 'after commit 10'])
  })

  test('it finds two writes that belong together and are not', async () => {
    const broken = crashEverywhere({
      open,
      async run(adapter) {
        const store = createStore(adapter, 'tenant')
        await store.insert(notes, [aNote('1')])
        await store.insert(ties, [aTie('1')])
      },
      async check(adapter) {
        const [note] = await createStore(adapter, 'tenant').get(notes, ['1'])
        const [tie] = await createStore(adapter, 'tenant').get(ties, ['1'])
        expect(note === null).toBe(tie === null)
      },
    })
    await expect(broken).rejects.toThrow('to be')
  })

  test('an error that no kill caused comes out', async () => {
    const failing = crashEverywhere({
      open,
      run: () => Promise.reject(new Error('of its own')),
      check: () => Promise.resolve(),
    })
    await expect(failing).rejects.toThrow('of its own')
  })
})
