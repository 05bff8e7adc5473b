import type { Page } from '@socius/core'
import type { OrderBy, Store } from '@socius/core/store'
import { check, checkFails, checkSame } from './check.js'
import { type StoreCaseGroup, storeCase } from './store-case.js'
import { aNote, type Note, notes } from './suite-collections.js'

async function walk(
  store: Store,
  orderBy: OrderBy<Note>,
  limit: number,
  between?: (page: number) => Promise<void>,
): Promise<string[]> {
  const seen: string[] = []
  let cursor: string | null = null
  for (let page = 0; page < 1000; page++) {
    const result: Page<Note> = await store.query(notes, { orderBy, limit, cursor })
    check(result.items.length <= limit, 'a page is longer than its limit')
    seen.push(...result.items.map((row) => row.id))
    cursor = result.next
    if (cursor === null) return seen
    await between?.(page)
  }
  throw new Error('The walk does not end.')
}

/** Every field repeats, so that a walk has to fall back on the next term, and on the id, all the time. */
const crowded = Array.from({ length: 48 }, (_, position) =>
  aNote(`n${String((position * 29) % 48).padStart(2, '0')}`, {
    label: [null, 'A', 'a', '\u00e1'][position % 4] ?? null,
    rank: [null, 1, 2][position % 3] ?? null,
    score: [0.1, null][position % 2] ?? null,
    hidden: [null, true, false][Math.floor(position / 4) % 3] ?? null,
    seenAt: position % 5 === 0 ? null : 1_700_000_000_000 + (position % 2),
    pinned: position % 2 === 0,
    at: 1_700_000_000_000 + Math.floor(position / 8),
    authorId: `author-${position % 3}`,
  }),
)

const orders: readonly OrderBy<Note>[] = [
  [],
  [['id', 'desc']],
  [['at', 'desc']],
  [
    ['at', 'desc'],
    ['id', 'asc'],
  ],
  [
    ['at', 'asc'],
    ['id', 'desc'],
  ],
  [['rank', 'asc']],
  [['rank', 'desc']],
  [
    ['rank', 'desc'],
    ['id', 'asc'],
  ],
  [
    ['label', 'asc'],
    ['rank', 'desc'],
  ],
  [
    ['label', 'desc'],
    ['rank', 'asc'],
    ['id', 'asc'],
  ],
  [
    ['hidden', 'desc'],
    ['score', 'asc'],
  ],
  [
    ['hidden', 'asc'],
    ['seenAt', 'desc'],
    ['pinned', 'asc'],
  ],
  [
    ['score', 'desc'],
    ['seenAt', 'asc'],
    ['label', 'desc'],
    ['id', 'desc'],
  ],
]

export const cursor: StoreCaseGroup = {
  concern: 'cursor',
  cases: [
    ...[1, 5, 47].map((limit) =>
      storeCase(
        5,
        `a walk in pages of ${limit} meets every row once, in the order of one big page`,
        async ({ store }) => {
          await store.insert(notes, crowded)
          for (const orderBy of orders) {
            const { items } = await store.query(notes, { orderBy, limit: 1000 })
            checkSame(items.length, crowded.length, `the rows by ${JSON.stringify(orderBy)}`)
            checkSame(
              await walk(store, orderBy, limit),
              items.map((row) => row.id),
              `the walk by ${JSON.stringify(orderBy)}`,
            )
          }
        },
      ),
    ),
    storeCase(5, 'a page that ends with the last row has no next', async ({ store }) => {
      await store.insert(notes, crowded.slice(0, 4))
      checkSame((await store.query(notes, { limit: 4 })).next, null, 'next of a full last page')
      check((await store.query(notes, { limit: 3 })).next !== null, 'a page before the last has a next')
      checkSame((await store.query(notes, { where: { id: 'nobody' }, limit: 3 })).next, null, 'next of an empty page')
    }),
    storeCase(
      5,
      'rows that arrive or go during a walk make it neither skip nor repeat the others',
      async ({ store }) => {
        await store.insert(notes, crowded)
        const orderBy: OrderBy<Note> = [
          ['at', 'desc'],
          ['id', 'desc'],
        ]
        const { items } = await store.query(notes, { orderBy, limit: 1000 })
        const before = items.map((row) => row.id)
        const gone = new Set<string>()
        const seen = await walk(store, orderBy, 5, async (page) => {
          await store.insert(notes, [aNote(`new-${page}`, { at: 1_800_000_000_000 + page })])
          const victim = before[page * 5 + 2]
          if (victim === undefined || page % 2 === 1) return
          gone.add(victim)
          await store.remove(notes, { where: { id: victim }, limit: 1 })
        })
        checkSame(new Set(seen).size, seen.length, 'no row comes twice')
        checkSame(
          seen.filter((id) => !gone.has(id)),
          before.filter((id) => !gone.has(id)),
          'the rows that stayed',
        )
      },
    ),
    storeCase(5, 'a cursor holds values to the last bit, millisecond and code point', async ({ store }) => {
      const labels = ['a', 'a ', '\u00e1', '\ufffd', '\u{1f600}', "it's", '"', '\\', '%']
      const rows = labels.map((label, position) =>
        aNote(`n${position}`, {
          label,
          score: 0.1 + position * Number.EPSILON,
          at: Number.MAX_SAFE_INTEGER - position,
        }),
      )
      await store.insert(notes, rows)
      for (const field of ['label', 'score', 'at'] as const) {
        for (const direction of ['asc', 'desc'] as const) {
          const { items } = await store.query(notes, { orderBy: [[field, direction]], limit: 100 })
          const seen = await walk(store, [[field, direction]], 1)
          checkSame(
            seen,
            items.map((row) => row.id),
            `the walk by ${field} ${direction}`,
          )
          checkSame(seen.length, labels.length, 'its length')
        }
      }
    }),
    storeCase(5, 'a damaged cursor, or one of another list, is refused', async ({ store }) => {
      await store.insert(notes, crowded)
      const { next } = await store.query(notes, { orderBy: [['at', 'desc']], limit: 5 })
      check(next !== null, 'there is a next')
      const asked = (cursor: string) => () => store.query(notes, { orderBy: [['at', 'asc']], limit: 5, cursor })
      for (const bad of [next, '', 'x', '%%%', btoa('[]'), 'A'.repeat(10_000)]) {
        await checkFails(asked(bad), ['invalid_cursor'], `cursor ${bad.slice(0, 20)}`)
      }
    }),
  ],
}
