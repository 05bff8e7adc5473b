import { checkFails, checkSame } from './check.js'
import { type StoreCaseGroup, storeCase } from './store-case.js'
import { aNote, notes } from './suite-collections.js'

export const update: StoreCaseGroup = {
  concern: 'update',
  cases: [
    storeCase(13, 'set changes the rows that match and no other field or row', async ({ store }) => {
      const rows = [aNote('a', { rank: 1, tags: ['x'] }), aNote('b', { rank: 2 }), aNote('c', { rank: null })]
      await store.insert(notes, rows)
      const count = await store.update(notes, { where: { rank: { gte: 1 } }, set: { label: 'set', tags: ['set'] } })
      checkSame(count, 2, 'how many')
      const expected = [
        { ...rows[0], label: 'set', tags: ['set'] },
        { ...rows[1], label: 'set', tags: ['set'] },
        rows[2],
      ]
      checkSame(await store.get(notes, ['a', 'b', 'c']), expected, 'the rows')
    }),
    storeCase(13, 'rows that match are counted even when nothing in them changes', async ({ store }) => {
      await store.insert(notes, [aNote('a', { label: 'same' }), aNote('b', { label: 'same' })])
      checkSame(await store.update(notes, { where: {}, set: { label: 'same' } }), 2, 'how many')
      checkSame(await store.update(notes, { where: {}, add: { views: 0 } }), 2, 'how many with an addition of nothing')
      checkSame(await store.update(notes, { where: { id: 'nobody' }, set: { label: 'x' } }), 0, 'how many of none')
    }),
    storeCase(13, 'every kind can be set, to null too', async ({ store }) => {
      const values = {
        rank: -5,
        score: 0.1,
        hidden: true,
        seenAt: 1_700_000_000_123,
        extra: { deep: [1] },
        label: "it's",
      }
      await store.insert(notes, [aNote('a')])
      await store.update(notes, { where: { id: 'a' }, set: values })
      checkSame(await store.get(notes, ['a']), [aNote('a', values)], 'set')
      const nothing = { rank: null, score: null, hidden: null, seenAt: null, extra: null, label: null }
      await store.update(notes, { where: { id: 'a' }, set: nothing })
      checkSame(await store.get(notes, ['a']), [aNote('a')], 'set to null')
    }),
    storeCase(13, 'add adds, and null counts as 0', async ({ store }) => {
      await store.insert(notes, [aNote('a', { rank: 5, size: 1, score: 0.5 }), aNote('b', { rank: null, size: -1 })])
      checkSame(await store.update(notes, { where: {}, add: { rank: 2, size: -3, score: 0.25 } }), 2, 'how many')
      const rows = await store.get(notes, ['a', 'b'])
      checkSame(
        rows.map((row) => [row?.rank, row?.size, row?.score]),
        [
          [7, -2, 0.75],
          [2, -4, 0.25],
        ],
        'the numbers',
      )
    }),
    storeCase(13, 'add moves an instant', async ({ store }) => {
      await store.insert(notes, [aNote('a', { at: 1_000, seenAt: null })])
      await store.update(notes, { where: {}, add: { at: 500, seenAt: 7 } })
      const [row] = await store.get(notes, ['a'])
      checkSame([row?.at, row?.seenAt], [1_500, 7], 'the instants')
    }),
    storeCase(13, 'set and add see the row as it was', async ({ store }) => {
      await store.insert(notes, [aNote('a', { rank: 1, size: 10 }), aNote('b', { rank: 2, size: 10 })])
      const count = await store.update(notes, {
        where: { rank: 1, size: 10 },
        set: { rank: 2, label: 'done' },
        add: { size: 5 },
      })
      checkSame(count, 1, 'how many')
      const rows = await store.get(notes, ['a', 'b'])
      checkSame(
        rows.map((row) => [row?.rank, row?.size, row?.label]),
        [
          [2, 15, 'done'],
          [2, 10, null],
        ],
        'the rows',
      )
    }),
    storeCase(13, 'a guard lets exactly one of two writers through', async ({ store }) => {
      await store.insert(notes, [aNote('a', { size: 1 })])
      const guarded = { where: { id: 'a', size: 1 }, set: { label: 'taken' }, add: { size: 1 } }
      checkSame([await store.update(notes, guarded), await store.update(notes, guarded)], [1, 0], 'how many')
    }),
    storeCase(
      13,
      'an update with nothing in it, or of what is not the host’s, is refused or does nothing',
      async ({ store }) => {
        await store.insert(notes, [aNote('a')])
        checkSame(await store.update(notes, { where: {} }), 0, 'an empty update')
        for (const set of [
          { id: 'b' },
          { tenant: 'x' },
          { searchWords: 'x' },
          { title: 'x' },
          { surprise: 1 },
          { size: 0.5 },
        ]) {
          await checkFails(() => store.update(notes, { where: {}, set }), ['invalid_input'], JSON.stringify(set))
        }
        checkSame(await store.get(notes, ['a']), [aNote('a')], 'the row')
      },
    ),
  ],
}
