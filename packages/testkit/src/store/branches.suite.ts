import type { Page } from '@socius/core'
import { checkSame } from './check.js'
import { type StoreCaseGroup, storeCase } from './store-case.js'
import { aNote, type Note, notes } from './suite-collections.js'

const rows = [
  aNote('a', { authorId: 'x', at: 10, pinned: true }),
  aNote('b', { authorId: 'y', at: 20, pinned: true }),
  aNote('c', { authorId: 'x', at: 30 }),
  aNote('d', { authorId: 'z', at: 40 }),
  aNote('e', { authorId: 'y', at: 50 }),
]

export const branches: StoreCaseGroup = {
  concern: 'branches',
  cases: [
    storeCase(5, 'the result is the union of the branches in one order', async ({ store }) => {
      await store.insert(notes, rows)
      const { items } = await store.query(notes, {
        branches: [{ authorId: 'x' }, { authorId: 'z' }],
        orderBy: [['at', 'desc']],
        limit: 10,
      })
      checkSame(
        items.map((row) => row.id),
        ['d', 'c', 'a'],
        'the ids',
      )
    }),
    storeCase(5, 'a row that several branches keep comes once', async ({ store }) => {
      await store.insert(notes, rows)
      const { items } = await store.query(notes, {
        branches: [{ authorId: 'x' }, { pinned: true }, { at: { lt: 25 } }],
        orderBy: [['at', 'asc']],
        limit: 10,
      })
      checkSame(items, [rows[0], rows[1], rows[2]], 'the rows')
    }),
    storeCase(5, 'repeats do not use up the limit', async ({ store }) => {
      await store.insert(notes, rows)
      const { items, next } = await store.query(notes, {
        branches: [{ at: { gte: 10 } }, { at: { gte: 20 } }, { at: { gte: 0 } }],
        orderBy: [['at', 'asc']],
        limit: 4,
      })
      checkSame(
        items.map((row) => row.id),
        ['a', 'b', 'c', 'd'],
        'the ids',
      )
      checkSame(next !== null, true, 'there is more')
    }),
    storeCase(5, 'what holds for every branch holds for every branch', async ({ store }) => {
      await store.insert(notes, rows)
      const { items } = await store.query(notes, {
        where: { pinned: true },
        branches: [{ authorId: 'x' }, { authorId: 'y' }],
        orderBy: [['at', 'desc']],
        limit: 10,
      })
      checkSame(
        items.map((row) => row.id),
        ['b', 'a'],
        'the ids',
      )
    }),
    storeCase(
      5,
      'branches that nothing matches add nothing, and no branch at all matches nothing',
      async ({ store }) => {
        await store.insert(notes, rows)
        const some = await store.query(notes, {
          branches: [{ id: { in: [] } }, { authorId: 'z' }, { or: [] }],
          limit: 10,
        })
        checkSame(
          some.items.map((row) => row.id),
          ['d'],
          'some',
        )
        checkSame((await store.query(notes, { branches: [], limit: 10 })).items, [], 'no branch')
        checkSame((await store.query(notes, { branches: [{ or: [] }], limit: 10 })).items, [], 'only impossible ones')
      },
    ),
    storeCase(5, 'nulls keep their place when branches are merged', async ({ store }) => {
      await store.insert(notes, [
        aNote('a', { rank: 2 }),
        aNote('b'),
        aNote('c', { rank: 1, pinned: true }),
        aNote('d', { pinned: true }),
      ])
      const merged = { branches: [{ pinned: true }, { pinned: false }], limit: 3 } as const
      const up = await store.query(notes, { ...merged, orderBy: [['rank', 'asc']] })
      checkSame(
        up.items.map((row) => row.id),
        ['b', 'd', 'c'],
        'ascending',
      )
      const down = await store.query(notes, { ...merged, orderBy: [['rank', 'desc']] })
      checkSame(
        down.items.map((row) => row.id),
        ['a', 'c', 'd'],
        'descending',
      )
    }),
    storeCase(5, 'a cursor walks the union', async ({ store }) => {
      await store.insert(notes, rows)
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const page: Page<Note> = await store.query(notes, {
          branches: [{ authorId: 'x' }, { pinned: true }, { authorId: 'z' }],
          orderBy: [['at', 'desc']],
          limit: 1,
          cursor,
        })
        seen.push(...page.items.map((row) => row.id))
        cursor = page.next
      } while (cursor !== null && seen.length < 100)
      checkSame(seen, ['d', 'c', 'b', 'a'], 'the walk')
    }),
  ],
}
