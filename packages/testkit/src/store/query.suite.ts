import { type Store, select, type Where } from '@socius/core/store'
import { checkSame } from './check.js'
import { type StoreCaseGroup, storeCase } from './store-case.js'
import { aNote, aTie, type Note, notes, ties } from './suite-collections.js'

async function idsOf(store: Store, where: Where<Note>): Promise<string[]> {
  const { items } = await store.query(notes, { where, limit: 1000 })
  return items.map((row) => row.id)
}

async function checkFilters(
  store: Store,
  table: readonly (readonly [Where<Note>, readonly string[]])[],
): Promise<void> {
  for (const [where, expected] of table) checkSame(await idsOf(store, where), expected, JSON.stringify(where))
}

/** Three ranks and two nulls. */
const ranked = [
  aNote('a', { rank: 1 }),
  aNote('b', { rank: 2 }),
  aNote('c', { rank: 3 }),
  aNote('n', { rank: null }),
  aNote('o', { rank: null }),
]

export const query: StoreCaseGroup = {
  concern: 'query',
  cases: [
    storeCase(5, 'rows come in order, cut at the limit', async ({ store }) => {
      await store.insert(notes, ranked)
      const up = await store.query(notes, { where: { rank: { gt: 0 } }, orderBy: [['rank', 'asc']], limit: 2 })
      checkSame(
        up.items.map((row) => row.id),
        ['a', 'b'],
        'ascending',
      )
      const down = await store.query(notes, { where: { rank: { gt: 0 } }, orderBy: [['rank', 'desc']], limit: 2 })
      checkSame(
        down.items.map((row) => row.id),
        ['c', 'b'],
        'descending',
      )
    }),
    storeCase(5, 'null sorts below every value', async ({ store }) => {
      await store.insert(notes, ranked)
      const up = await store.query(notes, {
        orderBy: [
          ['rank', 'asc'],
          ['id', 'asc'],
        ],
        limit: 10,
      })
      checkSame(
        up.items.map((row) => row.id),
        ['n', 'o', 'a', 'b', 'c'],
        'ascending',
      )
      const down = await store.query(notes, {
        orderBy: [
          ['rank', 'desc'],
          ['id', 'asc'],
        ],
        limit: 10,
      })
      checkSame(
        down.items.map((row) => row.id),
        ['c', 'b', 'a', 'n', 'o'],
        'descending',
      )
      const cut = await store.query(notes, { orderBy: [['rank', 'desc']], limit: 3 })
      checkSame(
        cut.items.map((row) => row.id),
        ['c', 'b', 'a'],
        'descending, cut',
      )
    }),
    storeCase(5, 'null sorts below every value of every kind', async ({ store }) => {
      const low = { label: '', rank: Number.MIN_SAFE_INTEGER, score: -1.7e308, hidden: false, seenAt: -8.64e15 }
      await store.insert(notes, [aNote('low', low), aNote('null')])
      for (const field of ['label', 'rank', 'score', 'hidden', 'seenAt'] as const) {
        const up = await store.query(notes, { orderBy: [[field, 'asc']], limit: 10 })
        checkSame(
          up.items.map((row) => row.id),
          ['null', 'low'],
          `${field} ascending`,
        )
        const down = await store.query(notes, { orderBy: [[field, 'desc']], limit: 10 })
        checkSame(
          down.items.map((row) => row.id),
          ['low', 'null'],
          `${field} descending`,
        )
      }
    }),
    storeCase(5, 'several terms order one after the other, each in its own direction', async ({ store }) => {
      const rows = [
        aNote('a', { pinned: false, rank: 2 }),
        aNote('b', { pinned: true, rank: 1 }),
        aNote('c', { pinned: true, rank: 2 }),
        aNote('d', { pinned: false, rank: 2 }),
      ]
      await store.insert(notes, rows)
      const { items } = await store.query(notes, {
        orderBy: [
          ['pinned', 'desc'],
          ['rank', 'asc'],
          ['id', 'desc'],
        ],
        limit: 10,
      })
      checkSame(
        items.map((row) => row.id),
        ['b', 'c', 'd', 'a'],
        'the order',
      )
    }),
    storeCase(5, 'numbers are ordered as numbers', async ({ store }) => {
      const inOrder = [-10, -9.5, -1, 0, 0.1, 2, 10, 100]
      await store.insert(
        notes,
        inOrder.map((score, position) => aNote(`n${position}`, { score, rank: Math.trunc(score) })),
      )
      const { items } = await store.query(notes, { orderBy: [['score', 'asc']], limit: 10 })
      checkSame(
        items.map((row) => row.score),
        inOrder,
        'the scores',
      )
      const whole = await store.query(notes, { where: { rank: { gt: 9 } }, orderBy: [['rank', 'desc']], limit: 10 })
      checkSame(
        whole.items.map((row) => row.rank),
        [100, 10],
        'the ranks',
      )
    }),
    storeCase(6, 'a comparison with null is false, and core spells out what null means', async ({ store }) => {
      await store.insert(notes, ranked)
      await checkFilters(store, [
        [{ rank: 2 }, ['b']],
        [{ rank: null }, ['n', 'o']],
        [{ rank: { eq: null } }, ['n', 'o']],
        [{ rank: { ne: null } }, ['a', 'b', 'c']],
        [{ rank: { ne: 2 } }, ['a', 'c', 'n', 'o']],
        [{ rank: { lt: 2 } }, ['a']],
        [{ rank: { lte: 2 } }, ['a', 'b']],
        [{ rank: { gt: 2 } }, ['c']],
        [{ rank: { gte: 2 } }, ['b', 'c']],
        [{ rank: { gt: 1, lt: 3 } }, ['b']],
        [{ rank: { in: [3, 1, 3] } }, ['a', 'c']],
        [{ rank: { in: [] } }, []],
        [{ rank: { notIn: [3, 1] } }, ['b', 'n', 'o']],
        [{ rank: { notIn: [2] } }, ['a', 'c', 'n', 'o']],
        [{ rank: { notIn: [] } }, ['a', 'b', 'c', 'n', 'o']],
      ])
    }),
    storeCase(6, 'in a plan, ne and negated in leave null out', async ({ store, adapter, tenant }) => {
      await store.insert(notes, ranked)
      const plans = [
        [{ op: 'compare', field: 'rank', test: 'ne', value: 2 }, ['a', 'c']],
        [{ op: 'in', field: 'rank', values: [2, 3], negated: true }, ['a']],
      ] as const
      for (const [part, expected] of plans) {
        const rows = await adapter.query({
          collection: notes.shape,
          branches: [{ op: 'and', all: [{ op: 'compare', field: 'tenant', test: 'eq', value: tenant }, part] }],
          orderBy: [{ field: 'id', descending: false }],
          limit: 10,
        })
        checkSame(
          rows.map((row) => row['id']),
          expected,
          JSON.stringify(part),
        )
      }
    }),
    storeCase(6, 'every kind can be compared', async ({ store }) => {
      const rows = [
        aNote('a', { label: 'a', score: 0.1, pinned: false, hidden: null, at: 1_700_000_000_122 }),
        aNote('b', { label: 'b', score: 0.1 + 0.2, pinned: true, hidden: true, at: 1_700_000_000_123 }),
        aNote('c', { label: null, score: null, pinned: true, hidden: false, at: 1_700_000_000_124 }),
      ]
      await store.insert(notes, rows)
      await checkFilters(store, [
        [{ label: { gt: 'a' } }, ['b']],
        [{ label: { lte: 'b' } }, ['a', 'b']],
        [{ score: 0.1 + 0.2 }, ['b']],
        [{ score: { lt: 0.1 + 0.2 } }, ['a']],
        [{ score: { in: [0.1, 0.3] } }, ['a']],
        [{ pinned: true }, ['b', 'c']],
        [{ pinned: { ne: true } }, ['a']],
        [{ hidden: { ne: true } }, ['a', 'c']],
        [{ hidden: { in: [true, false] } }, ['b', 'c']],
        [{ at: 1_700_000_000_123 }, ['b']],
        [{ at: { gt: 1_700_000_000_122, lt: 1_700_000_000_124 } }, ['b']],
        [{ id: { gt: 'a' } }, ['b', 'c']],
      ])
    }),
    storeCase(6, 'and and or nest, empty ones included', async ({ store }) => {
      await store.insert(
        notes,
        ranked.map((row, position) => ({ ...row, pinned: position % 2 === 0 })),
      )
      await checkFilters(store, [
        [{}, ['a', 'b', 'c', 'n', 'o']],
        [{ and: [] }, ['a', 'b', 'c', 'n', 'o']],
        [{ or: [] }, []],
        [{ or: [{ or: [] }, { rank: 1 }] }, ['a']],
        [{ or: [{ and: [] }, { rank: 1 }] }, ['a', 'b', 'c', 'n', 'o']],
        [{ or: [{ rank: 1 }, { rank: 2 }, { rank: null }] }, ['a', 'b', 'n', 'o']],
        [{ pinned: true, or: [{ rank: 1 }, { rank: 2 }, { rank: null }] }, ['a', 'o']],
        [{ or: [{ rank: { gt: 1 }, pinned: true }, { and: [{ rank: { lt: 3 } }, { pinned: false }] }] }, ['b', 'c']],
        [{ and: [{ or: [{ rank: 1 }, { rank: 3 }] }, { or: [{ pinned: false }, { rank: 3 }] }] }, ['c']],
      ])
    }),
    storeCase(6, 'in a plan, an empty and is true and an empty or is false', async ({ store, adapter, tenant }) => {
      await store.insert(notes, ranked)
      const mine = { op: 'compare', field: 'tenant', test: 'eq', value: tenant } as const
      const nothing = { op: 'or', any: [] } as const
      const everything = { op: 'and', all: [] } as const
      const plans = [
        [{ op: 'and', all: [mine, everything] }, 5],
        [{ op: 'and', all: [mine, nothing] }, 0],
        [{ op: 'and', all: [mine, { op: 'or', any: [nothing, everything] }] }, 5],
        [nothing, 0],
      ] as const
      const orderBy = [{ field: 'id', descending: false }]
      for (const [where, expected] of plans) {
        const rows = await adapter.query({ collection: notes.shape, branches: [where], orderBy, limit: 10 })
        checkSame(rows.length, expected, JSON.stringify(where))
      }
    }),
    storeCase(7, 'startsWith takes its prefix literally', async ({ store }) => {
      const titles = [
        '100%',
        '100% sure',
        '1000',
        'a_b',
        'axb',
        'a\\b',
        'a\\\\b',
        '[ab]',
        'ab',
        'a*b',
        'a?b',
        "it's",
        '%',
        '_',
      ]
      await store.insert(
        notes,
        titles.map((title) => aNote(title, { title, label: title })),
      )
      for (const field of ['title', 'label'] as const) {
        for (const prefix of [
          '100%',
          '10',
          'a_',
          '_',
          '%',
          'a\\',
          'a\\\\',
          '[',
          '[ab]',
          'a*',
          'a?',
          "it'",
          'a',
          'nothing',
        ]) {
          const { items } = await store.query(notes, { where: { [field]: { startsWith: prefix } }, limit: 100 })
          const expected = titles.filter((title) => title.startsWith(prefix))
          checkSame(items.map((row) => row.title).sort(), expected.sort(), `${field} starts with ${prefix}`)
        }
      }
    }),
    storeCase(7, 'startsWith minds case, accents and spaces, and knows no null', async ({ store }) => {
      const labels = ['Ab', 'ab', '\u00e1b', ' ab', 'a', 'A', '\u{1f600}b', '\ufffdb', null]
      await store.insert(
        notes,
        labels.map((label, position) => aNote(`n${position}`, { label })),
      )
      await checkFilters(store, [
        [{ label: { startsWith: 'a' } }, ['n1', 'n4']],
        [{ label: { startsWith: 'A' } }, ['n0', 'n5']],
        [{ label: { startsWith: 'ab' } }, ['n1']],
        [{ label: { startsWith: 'ab ' } }, []],
        [{ label: { startsWith: ' ' } }, ['n3']],
        [{ label: { startsWith: '\u00e1' } }, ['n2']],
        [{ label: { startsWith: '\u{1f600}' } }, ['n6']],
        [{ label: { startsWith: '\ufffd' } }, ['n7']],
        [{ label: { startsWith: '' } }, ['n0', 'n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7']],
      ])
    }),
    storeCase(8, 'inSelect holds the field against the values of the other collection', async ({ store }) => {
      await store.insert(
        notes,
        ['x', 'y', 'z'].map((author) => aNote(`by-${author}`, { authorId: author, label: author })),
      )
      await store.insert(notes, [aNote('by-nobody', { authorId: 'nobody' })])
      await store.insert(ties, [
        aTie('1', { fromId: 'me', toId: 'x', note: 'x' }),
        aTie('2', { fromId: 'me', toId: 'y', kind: 'block' }),
        aTie('3', { fromId: 'me', toId: 'x', kind: 'follow' }),
        aTie('4', { fromId: 'you', toId: 'z' }),
      ])
      await checkFilters(store, [
        [{ authorId: { in: select(ties, 'toId', { fromId: 'me' }) } }, ['by-x', 'by-y']],
        [{ authorId: { in: select(ties, 'toId', { fromId: 'me', kind: { ne: 'block' } }) } }, ['by-x']],
        [{ authorId: { notIn: select(ties, 'toId', { fromId: 'me' }) } }, ['by-nobody', 'by-z']],
        [{ authorId: { in: select(ties, 'toId', { fromId: 'no one' }) } }, []],
        [{ authorId: { notIn: select(ties, 'toId', { fromId: 'no one' }) } }, ['by-nobody', 'by-x', 'by-y', 'by-z']],
        // Nulls on either side: of the field, and among the values.
        [{ label: { in: select(ties, 'note', {}) } }, ['by-x']],
        [{ label: { notIn: select(ties, 'note', {}) } }, ['by-nobody', 'by-y', 'by-z']],
      ])
    }),
    storeCase(8, 'in a plan, inSelect leaves out a field that is null', async ({ store, adapter, tenant }) => {
      await store.insert(notes, [aNote('x', { label: 'x' }), aNote('y', { label: 'y' }), aNote('null')])
      await store.insert(ties, [aTie('1', { toId: 'y' })])
      const mine = { op: 'compare', field: 'tenant', test: 'eq', value: tenant } as const
      const chosen = { collection: ties.shape, field: 'toId', where: mine }
      for (const negated of [false, true]) {
        const part = { op: 'inSelect', field: 'label', negated, select: chosen } as const
        const rows = await adapter.query({
          collection: notes.shape,
          branches: [{ op: 'and', all: [mine, part] }],
          orderBy: [{ field: 'id', descending: false }],
          limit: 10,
        })
        checkSame(
          rows.map((row) => row['id']),
          negated ? ['x'] : ['y'],
          negated ? 'negated' : 'plain',
        )
      }
    }),
    storeCase(8, 'inSelect sees the values of the moment, in the same collection too', async ({ store }) => {
      await store.insert(notes, [aNote('a', { authorId: 'x', label: 'y' }), aNote('b', { authorId: 'y', label: 'z' })])
      const followed: Where<Note> = { authorId: { in: select(notes, 'label', {}) } }
      checkSame(await idsOf(store, followed), ['b'], 'before')
      await store.update(notes, { where: { id: 'a' }, set: { label: 'x' } })
      checkSame(await idsOf(store, followed), ['a'], 'after')
    }),
  ],
}
