import { checkFails, checkSame } from './check.js'
import { type StoreCaseGroup, storeCase } from './store-case.js'
import { aNote, anEntry, entries, notes } from './suite-collections.js'

export const accumulate: StoreCaseGroup = {
  concern: 'accumulate',
  cases: [
    storeCase(22, 'the first use writes the row with what is added', async ({ store }) => {
      const row = aNote('a', { size: 5, rank: null, tags: ['x'], label: 'first' })
      const made = await store.accumulate(notes, { row, add: { size: 2, rank: 3, score: 0.5 } })
      const expected = { ...row, size: 7, rank: 3, score: 0.5 }
      checkSame(made, expected, 'what is given back')
      checkSame(await store.get(notes, ['a']), [expected], 'the row')
    }),
    storeCase(22, 'later uses add to the stored row and change nothing else in it', async ({ store }) => {
      const stored = aNote('a', {
        size: 1,
        rank: null,
        score: 0.25,
        label: "it's",
        tags: ['kept'],
        extra: { deep: [1] },
      })
      const other = aNote('b', { size: 1 })
      await store.insert(notes, [stored, other])
      const row = aNote('a', { size: 100, label: 'another', tags: [], title: 'another' })
      const then = await store.accumulate(notes, { row, add: { size: -3, rank: 2, score: 0.5 } })
      const expected = { ...stored, size: -2, rank: 2, score: 0.75 }
      checkSame(then, expected, 'what is given back')
      checkSame(await store.get(notes, ['a', 'b']), [expected, other], 'the rows')
    }),
    storeCase(22, 'it adds up, an instant and nothing too', async ({ store }) => {
      const row = aNote('a', { at: 1_000, size: 0 })
      for (const add of [{ size: 1 }, { size: 1, at: 5 }, { size: 0 }]) await store.accumulate(notes, { row, add })
      const [stored] = await store.get(notes, ['a'])
      checkSame([stored?.size, stored?.at], [2, 1_005], 'the numbers')
    }),
    storeCase(22, 'a tenant counts for itself', async ({ store, other }) => {
      const row = aNote('a', { size: 0 })
      await store.accumulate(notes, { row, add: { size: 1 } })
      const theirs = await other.accumulate(notes, { row, add: { size: 10 } })
      checkSame(theirs.size, 10, 'the other tenant’s')
      checkSame((await store.accumulate(notes, { row, add: { size: 1 } })).size, 2, 'this tenant’s')
    }),
    storeCase(22, 'what a transaction adds is undone with it', async ({ store }) => {
      const row = aNote('a', { size: 0 })
      const failing = store.transaction(async (inner) => {
        checkSame((await inner.accumulate(notes, { row, add: { size: 4 } })).size, 4, 'inside')
        throw new Error('on purpose')
      })
      await failing.catch(() => undefined)
      checkSame(await store.get(notes, ['a']), [null], 'the row')
    }),
    storeCase(22, 'nothing to add, what is no number, and a row that does not fit are refused', async ({ store }) => {
      const row = aNote('a')
      for (const add of [{}, { label: 1 }, { size: 0.5 }, { surprise: 1 }, { size: Number.NaN }]) {
        await checkFails(() => store.accumulate(notes, { row, add }), ['invalid_input'], JSON.stringify(add))
      }
      const short = { id: 'a' } as typeof row
      await checkFails(
        () => store.accumulate(notes, { row: short, add: { size: 1 } }),
        ['invalid_input'],
        'a part of it',
      )
      const numbered = () => store.accumulate(entries, { row: anEntry('a'), add: { position: 1 } })
      await checkFails(numbered, ['invalid_input'], 'a collection that numbers its rows')
      checkSame(await store.get(notes, ['a']), [null], 'the row')
    }),
  ],
}
