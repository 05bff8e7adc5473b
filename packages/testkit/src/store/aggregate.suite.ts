import { awkwardTexts } from './awkward-texts.js'
import { checkSame, checkSameSet } from './check.js'
import { type StoreCaseGroup, storeCase } from './store-case.js'
import { aNote, notes } from './suite-collections.js'

const rows = [
  aNote('a', { authorId: 'x', label: 'one', rank: 1, size: 10, score: 0.5, hidden: true, at: 1_000 }),
  aNote('b', { authorId: 'x', label: 'one', rank: null, size: 20, score: null, hidden: false, at: 3_001 }),
  aNote('c', { authorId: 'y', label: null, rank: 5, size: 30, score: -1.25, hidden: null, at: 2_000 }),
  aNote('d', { authorId: 'y', label: null, rank: -2, size: 40, score: 2.25, hidden: null, at: 5_000 }),
  aNote('e', { authorId: 'z', label: 'two', rank: null, size: 0, score: null, hidden: null, at: 4_000 }),
]

export const aggregate: StoreCaseGroup = {
  concern: 'aggregate',
  cases: [
    storeCase(10, 'groups count, sum, and find their least and greatest', async ({ store }) => {
      await store.insert(notes, rows)
      const groups = await store.aggregate(notes, {
        groupBy: ['authorId'],
        measures: {
          count: 'count',
          total: { sum: 'size' },
          ranks: { sum: 'rank' },
          low: { min: 'rank' },
          high: { max: 'rank' },
        },
        limit: 10,
      })
      const expected = [
        { authorId: 'x', count: 2, total: 30, ranks: 1, low: 1, high: 1 },
        { authorId: 'y', count: 2, total: 70, ranks: 3, low: -2, high: 5 },
        { authorId: 'z', count: 1, total: 0, ranks: 0, low: null, high: null },
      ]
      checkSame(groups, expected, 'the groups')
    }),
    storeCase(10, 'null is grouped with null, below every value', async ({ store }) => {
      await store.insert(notes, rows)
      const up = await store.aggregate(notes, { groupBy: ['label'], measures: { count: 'count' }, limit: 10 })
      checkSame(
        up.map((group) => [group.label, group.count]),
        [
          [null, 2],
          ['one', 2],
          ['two', 1],
        ],
        'ascending',
      )
      const down = await store.aggregate(notes, {
        groupBy: ['label'],
        measures: { count: 'count' },
        orderBy: [['label', 'desc']],
        limit: 10,
      })
      checkSame(
        down.map((group) => group.label),
        ['two', 'one', null],
        'descending',
      )
    }),
    storeCase(10, 'distinct values are counted once, by code point, and null not at all', async ({ store }) => {
      const texts = ['a', 'A', 'a ', 'ä', 'a\u0308', 'a', 'ä', '😀', '\ufffd']
      const labelled = texts.map((label, place) => aNote(`t${place}`, { authorId: 'x', label, rank: place % 2 }))
      await store.insert(notes, [...labelled, aNote('n', { authorId: 'y', label: null, rank: null })])
      const groups = await store.aggregate(notes, {
        groupBy: ['authorId'],
        measures: { labels: { distinct: 'label' }, ranks: { distinct: 'rank' } },
        orderBy: [['labels', 'desc']],
        limit: 10,
      })
      const expected = [
        { authorId: 'x', labels: 7, ranks: 2 },
        { authorId: 'y', labels: 0, ranks: 0 },
      ]
      checkSame(groups, expected, 'the groups')
      const measures = { labels: { distinct: 'label' } } as const
      const [none] = await store.aggregate(notes, { where: { authorId: 'nobody' }, groupBy: [], measures, limit: 1 })
      checkSame(none, { labels: 0 }, 'over nothing')
    }),
    storeCase(10, 'several fields group together', async ({ store }) => {
      await store.insert(notes, rows)
      const groups = await store.aggregate(notes, {
        groupBy: ['label', 'authorId'],
        measures: { count: 'count' },
        limit: 10,
      })
      const expected = [
        { label: null, authorId: 'y', count: 2 },
        { label: 'one', authorId: 'x', count: 2 },
        { label: 'two', authorId: 'z', count: 1 },
      ]
      checkSame(groups, expected, 'the groups')
    }),
    storeCase(10, 'groups are ordered by a measure and cut at the limit', async ({ store }) => {
      await store.insert(notes, rows)
      const top = await store.aggregate(notes, {
        groupBy: ['authorId'],
        measures: { total: { sum: 'size' } },
        orderBy: [['total', 'desc']],
        limit: 2,
      })
      checkSame(
        top,
        [
          { authorId: 'y', total: 70 },
          { authorId: 'x', total: 30 },
        ],
        'the greatest totals',
      )
      const ties = await store.aggregate(notes, {
        groupBy: ['authorId'],
        measures: { count: 'count' },
        orderBy: [['count', 'desc']],
        limit: 2,
      })
      checkSame(
        ties.map((group) => group.authorId),
        ['x', 'y'],
        'equal counts fall back on the group',
      )
    }),
    storeCase(10, 'a measure that is null orders below every value', async ({ store }) => {
      await store.insert(notes, rows)
      for (const direction of ['asc', 'desc'] as const) {
        const groups = await store.aggregate(notes, {
          groupBy: ['authorId'],
          measures: { high: { max: 'rank' } },
          orderBy: [['high', direction]],
          limit: 10,
        })
        const expected = ['z', 'x', 'y']
        checkSame(
          groups.map((group) => group.authorId),
          direction === 'asc' ? expected : expected.toReversed(),
          direction,
        )
      }
    }),
    storeCase(10, 'no group field gives one row, over nothing too', async ({ store }) => {
      await store.insert(notes, rows)
      const measures = { count: 'count', total: { sum: 'size' }, low: { min: 'at' }, high: { max: 'score' } } as const
      const all = await store.aggregate(notes, { groupBy: [], measures, limit: 10 })
      checkSame(all, [{ count: 5, total: 100, low: 1_000, high: 2.25 }], 'over all')
      for (const where of [{ id: 'nobody' }, { id: { in: [] } }]) {
        const none = await store.aggregate(notes, { where, groupBy: [], measures, limit: 10 })
        checkSame(none, [{ count: 0, total: 0, low: null, high: null }], 'over nothing')
      }
      const groups = await store.aggregate(notes, { where: { id: 'nobody' }, groupBy: ['label'], measures, limit: 10 })
      checkSame(groups, [], 'groups over nothing')
    }),
    storeCase(10, 'every kind has a least and a greatest, of its own kind', async ({ store }) => {
      await store.insert(notes, rows)
      const found = await store.aggregate(notes, {
        groupBy: [],
        measures: {
          lowLabel: { min: 'label' },
          highLabel: { max: 'label' },
          lowAt: { min: 'at' },
          highAt: { max: 'at' },
          lowScore: { min: 'score' },
          lowHidden: { min: 'hidden' },
          highHidden: { max: 'hidden' },
        },
        limit: 1,
      })
      const expected = {
        lowLabel: 'one',
        highLabel: 'two',
        lowAt: 1_000,
        highAt: 5_000,
        lowScore: -1.25,
        lowHidden: false,
        highHidden: true,
      }
      checkSame(found, [expected], 'the extremes')
    }),
    storeCase(10, 'the least and the greatest string are those by code point', async ({ store }) => {
      const labels = ['b', 'A', 'a', '\u00e1', '\ufffd', '\u{1f600}']
      await store.insert(
        notes,
        labels.map((label, position) => aNote(`n${position}`, { label })),
      )
      const measures = { low: { min: 'label' }, high: { max: 'label' } } as const
      checkSame(
        await store.aggregate(notes, { groupBy: [], measures, limit: 1 }),
        [{ low: 'A', high: '\u{1f600}' }],
        'both',
      )
    }),
    storeCase(10, 'texts come out of groups and measures as they were written', async ({ store }) => {
      await store.insert(
        notes,
        awkwardTexts.map((text, position) => aNote(`n${position}`, { label: text, title: text })),
      )
      const groups = await store.aggregate(notes, {
        groupBy: ['label'],
        measures: { low: { min: 'title' }, high: { max: 'label' } },
        limit: 100,
      })
      checkSameSet(
        groups.map((group) => [group.label, group.low, group.high]),
        awkwardTexts.map((text) => [text, text, text]),
        'group, least and greatest',
      )
    }),
    storeCase(10, 'groups have values of their own kind', async ({ store }) => {
      await store.insert(notes, rows)
      const measures = { count: 'count' } as const
      const hidden = await store.aggregate(notes, { groupBy: ['hidden'], measures, limit: 10 })
      checkSame(
        hidden.map((group) => [group.hidden, group.count]),
        [
          [null, 3],
          [false, 1],
          [true, 1],
        ],
        'booleans',
      )
      const scores = await store.aggregate(notes, { groupBy: ['score'], measures, limit: 10 })
      checkSame(
        scores.map((group) => group.score),
        [null, -1.25, 0.5, 2.25],
        'numbers',
      )
      const times = await store.aggregate(notes, { where: { at: { gt: 3_000 } }, groupBy: ['at'], measures, limit: 10 })
      checkSame(
        times.map((group) => group.at),
        [3_001, 4_000, 5_000],
        'instants',
      )
    }),
    storeCase(10, 'sums of large and of broken numbers are numbers', async ({ store }) => {
      await store.insert(notes, [
        aNote('a', { size: 4_000_000_000_000_000, score: 0.5 }),
        aNote('b', { size: 5_000_000_000_000_000, score: 0.25 }),
      ])
      const measures = { total: { sum: 'size' }, score: { sum: 'score' } } as const
      const sums = await store.aggregate(notes, { groupBy: [], measures, limit: 1 })
      checkSame(sums, [{ total: 9_000_000_000_000_000, score: 0.75 }], 'the sums')
    }),
  ],
}
