import { select } from '@socius/core/store'
import { checkSame } from './check.js'
import { type StoreCaseGroup, storeCase } from './store-case.js'
import { aNote, aTie, notes, ties } from './suite-collections.js'

const ranked = [1, 2, 3, null, null].map((rank, position) => aNote(`n${position}`, { rank }))

export const remove: StoreCaseGroup = {
  concern: 'remove',
  cases: [
    storeCase(15, 'rows that match go, and no others', async ({ store }) => {
      await store.insert(notes, ranked)
      checkSame(await store.remove(notes, { where: { rank: { gte: 2 } }, limit: 100 }), 2, 'how many')
      const { items } = await store.query(notes, { limit: 10 })
      checkSame(items, [ranked[0], ranked[3], ranked[4]], 'the rows that stay')
      checkSame(await store.remove(notes, { where: { rank: { gte: 2 } }, limit: 100 }), 0, 'how many the second time')
      checkSame(await store.remove(notes, { where: { rank: null }, limit: 100 }), 2, 'how many with null')
    }),
    storeCase(15, 'no more than the limit go', async ({ store }) => {
      await store.insert(notes, ranked)
      const gone: number[] = []
      for (let call = 0; call < 4; call++) gone.push(await store.remove(notes, { where: {}, limit: 2 }))
      checkSame(gone, [2, 2, 1, 0], 'how many')
    }),
    storeCase(15, 'an empty list removes nothing', async ({ store }) => {
      await store.insert(notes, ranked)
      checkSame(await store.remove(notes, { where: { id: { in: [] } }, limit: 10 }), 0, 'how many')
      checkSame((await store.query(notes, { limit: 10 })).items.length, 5, 'the rows')
    }),
    storeCase(15, 'rows can be chosen by another collection', async ({ store }) => {
      await store.insert(
        notes,
        ['x', 'y'].map((author) => aNote(author, { authorId: author })),
      )
      await store.insert(ties, [aTie('1', { toId: 'x', kind: 'block' })])
      checkSame(
        await store.remove(notes, { where: { authorId: { in: select(ties, 'toId', { kind: 'block' }) } }, limit: 10 }),
        1,
        'how many',
      )
      checkSame(
        (await store.query(notes, { limit: 10 })).items.map((row) => row.id),
        ['y'],
        'what stays',
      )
    }),
    storeCase(15, 'what was removed can be inserted again', async ({ store }) => {
      await store.insert(notes, [aNote('a', { title: 'first' })])
      await store.remove(notes, { where: { id: 'a' }, limit: 1 })
      checkSame(await store.get(notes, ['a']), [null], 'the row')
      checkSame((await store.upsert(notes, [aNote('a', { title: 'second' })])).inserted, ['a'], 'inserted')
    }),
  ],
}
