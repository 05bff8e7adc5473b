import { checkSame, checkSameSet } from './check.js'
import { type StoreCaseGroup, storeCase } from './store-case.js'
import { aNote, aTie, notes, ties } from './suite-collections.js'

export const upsert: StoreCaseGroup = {
  concern: 'upsert',
  cases: [
    storeCase(12, 'rows are inserted, updated or left alone, and counted as what they were', async ({ store }) => {
      const first = await store.upsert(notes, [aNote('a'), aNote('b'), aNote('c')])
      checkSameSet(first.inserted, ['a', 'b', 'c'], 'inserted first')
      checkSame([first.updated, first.unchanged], [[], 0], 'the rest')
      const second = await store.upsert(notes, [aNote('d'), aNote('b', { hash: 'second', title: 'B' }), aNote('c')])
      checkSame(second, { inserted: ['d'], updated: ['b'], unchanged: 1 }, 'the second time')
      const third = await store.upsert(notes, [aNote('d'), aNote('b', { hash: 'second', title: 'B' }), aNote('c')])
      checkSame(third, { inserted: [], updated: [], unchanged: 3 }, 'the third time')
    }),
    storeCase(12, 'a row whose compare field is the same is not touched, whatever else differs', async ({ store }) => {
      const stored = aNote('a', { title: 'old', rank: 1, tags: ['old'] })
      await store.upsert(notes, [stored])
      await store.upsert(notes, [aNote('a', { title: 'new', rank: 2, tags: ['new'] })])
      checkSame(await store.get(notes, ['a']), [stored], 'the row')
    }),
    storeCase(
      12,
      'a row whose compare field differs is replaced in every field but those it keeps',
      async ({ store }) => {
        await store.upsert(notes, [
          aNote('a', {
            label: 'x',
            text: 'x',
            rank: 1,
            score: 1.5,
            hidden: true,
            seenAt: 5,
            extra: { x: 1 },
            views: 7,
            firstSeenAt: 100,
          }),
        ])
        const next = aNote('a', {
          hash: 'second',
          authorId: 'someone',
          label: null,
          title: 'new',
          text: 'new',
          rank: null,
          size: 9,
          score: -0.5,
          pinned: true,
          hidden: null,
          at: 1,
          seenAt: null,
          tags: ['new'],
          extra: [1],
          views: 0,
          firstSeenAt: null,
        })
        checkSame((await store.upsert(notes, [next])).updated, ['a'], 'updated')
        checkSame(await store.get(notes, ['a']), [{ ...next, views: 7, firstSeenAt: 100 }], 'the row')
      },
    ),
    storeCase(12, 'null differs from every value and equals null', async ({ store }) => {
      const step = async (hash: string | null, title: string) => {
        const { updated, unchanged } = await store.upsert(notes, [aNote('a', { hash, title })])
        const [row] = await store.get(notes, ['a'])
        return [updated.length, unchanged, row?.title]
      }
      await store.upsert(notes, [aNote('a', { hash: null, title: 'one' })])
      checkSame(await step(null, 'two'), [0, 1, 'one'], 'null to null')
      checkSame(await step('', 'three'), [1, 0, 'three'], 'null to empty')
      checkSame(await step(null, 'four'), [1, 0, 'four'], 'empty to null')
      checkSame(await step('x', 'five'), [1, 0, 'five'], 'null to a value')
    }),
    storeCase(12, 'the compare field differs by case, accent and trailing space', async ({ store }) => {
      for (const hash of ['a', 'A', '\u00e1', 'a ', 'a']) {
        const { inserted, updated } = await store.upsert(notes, [aNote('n', { hash })])
        checkSame(inserted.length + updated.length, 1, `written with ${hash}`)
      }
    }),
    storeCase(12, 'without a compare field every row is touched', async ({ store }) => {
      await store.upsert(ties, [aTie('a'), aTie('b')])
      const again = await store.upsert(ties, [aTie('b'), aTie('c', { note: 'new' })])
      checkSame(again, { inserted: ['c'], updated: ['b'], unchanged: 0 }, 'the outcome')
      const changed = await store.upsert(ties, [aTie('a', { note: 'changed' })])
      checkSame(changed, { inserted: [], updated: ['a'], unchanged: 0 }, 'the outcome of a change')
      checkSame((await store.get(ties, ['a']))[0]?.note, 'changed', 'the note')
    }),
    storeCase(12, 'of two rows with one id the last counts', async ({ store }) => {
      const outcome = await store.upsert(notes, [
        aNote('a', { title: 'first' }),
        aNote('b'),
        aNote('a', { title: 'last' }),
      ])
      checkSame([outcome.inserted.length, outcome.updated.length, outcome.unchanged], [2, 0, 0], 'the counts')
      checkSame((await store.get(notes, ['a']))[0]?.title, 'last', 'the title')
    }),
    storeCase(12, 'a row is found by its key only, whatever its other values repeat', async ({ store }) => {
      const { inserted } = await store.upsert(notes, [aNote('a'), aNote('A'), aNote('a '), aNote('\u00e1')])
      checkSame(inserted.length, 4, 'inserted')
    }),
    storeCase(12, 'many rows are told apart in one call', async ({ store }) => {
      const row = (position: number, hash: string) =>
        aNote(`n${String(position).padStart(4, '0')}`, { hash, rank: position })
      const all = Array.from({ length: 1203 }, (_, position) => position)
      await store.upsert(
        notes,
        all.slice(0, 1000).map((position) => row(position, 'first')),
      )
      const outcome = await store.upsert(
        notes,
        all.map((position) => row(position, position % 10 === 0 ? 'second' : 'first')),
      )
      checkSameSet(
        outcome.inserted,
        all.slice(1000).map((position) => row(position, '').id),
        'inserted',
      )
      checkSameSet(
        outcome.updated,
        all
          .slice(0, 1000)
          .filter((n) => n % 10 === 0)
          .map((n) => row(n, '').id),
        'updated',
      )
      checkSame(outcome.unchanged, 900, 'unchanged')
      const [second] = await store.aggregate(notes, {
        where: { hash: 'second' },
        groupBy: [],
        measures: { count: 'count' },
        limit: 1,
      })
      checkSame(second?.count, 121, 'rows with the second hash')
    }),
    storeCase(12, 'nothing to upsert upserts nothing', async ({ store }) => {
      checkSame(await store.upsert(notes, []), { inserted: [], updated: [], unchanged: 0 }, 'the outcome')
    }),
  ],
}
