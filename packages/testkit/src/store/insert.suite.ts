import { check, checkFails, checkSame, checkSameSet } from './check.js'
import { type StoreCaseGroup, storeCase } from './store-case.js'
import { aNote, anEntry, entries, type Note, notes } from './suite-collections.js'

export const insert: StoreCaseGroup = {
  concern: 'insert',
  cases: [
    storeCase(11, 'rows whose id is there are skipped and left alone', async ({ store }) => {
      const first = aNote('a', { title: 'first', tags: ['first'], views: 3 })
      checkSame(await store.insert(notes, [first]), ['a'], 'the first ids')
      const ids = await store.insert(notes, [aNote('b'), aNote('a', { title: 'second', hash: 'second' }), aNote('c')])
      checkSameSet(ids, ['b', 'c'], 'the second ids')
      checkSame(await store.get(notes, ['a']), [first], 'the row that was there')
      checkSame(await store.insert(notes, [aNote('a'), aNote('b'), aNote('c')]), [], 'the third ids')
    }),
    storeCase(11, 'of two rows with one id the first counts', async ({ store }) => {
      checkSame(
        await store.insert(notes, [aNote('a', { title: 'first' }), aNote('a', { title: 'second' })]),
        ['a'],
        'the ids',
      )
      const [row] = await store.get(notes, ['a'])
      checkSame(row?.title, 'first', 'the title')
    }),
    storeCase(11, 'nothing to insert inserts nothing', async ({ store }) => {
      checkSame(await store.insert(notes, []), [], 'the ids')
    }),
    storeCase(11, 'many rows go in at once', async ({ store }) => {
      const rows = Array.from({ length: 1203 }, (_, position) =>
        aNote(`n${String(position).padStart(4, '0')}`, { rank: position }),
      )
      checkSameSet(
        await store.insert(notes, rows),
        rows.map((row) => row.id),
        'the ids',
      )
      checkSame(await store.insert(notes, rows), [], 'the ids of a second try')
      const [sum] = await store.aggregate(notes, {
        groupBy: [],
        measures: { count: 'count', sum: { sum: 'rank' } },
        limit: 1,
      })
      checkSame(sum, { count: 1203, sum: (1203 * 1202) / 2 }, 'count and sum')
    }),
    storeCase(11, 'a row that does not fit is refused, and none of its neighbours is written', async ({ store }) => {
      const misfits: Record<string, unknown>[] = [
        { ...aNote('bad'), size: 'large' },
        { ...aNote('bad'), size: 1.5 },
        { ...aNote('bad'), size: null },
        { ...aNote('bad'), at: new Date() },
        { ...aNote('bad'), pinned: 1 },
        { ...aNote('bad'), score: Number.NaN },
        { ...aNote('bad'), title: 'lone \ud800' },
        { ...aNote('bad'), title: 'nul \0' },
        { ...aNote('bad'), label: 'x'.repeat(192) },
        { ...aNote('bad'), surprise: 1 },
        { ...aNote('bad'), tenant: 'another' },
      ]
      for (const misfit of misfits) {
        // Hosts that do not check their types can hand over anything.
        const rows = [aNote('a'), misfit as Note, aNote('z')]
        await checkFails(() => store.insert(notes, rows), ['invalid_input'], JSON.stringify(misfit))
      }
      checkSame((await store.query(notes, { limit: 10 })).items, [], 'the rows')
    }),
    storeCase(16, 'the store numbers rows, whatever they say', async ({ store }) => {
      await store.insert(entries, [anEntry('a', { position: 500 }), anEntry('b', { position: 500 })])
      await store.insert(entries, [anEntry('0')])
      const { items } = await store.query(entries, { orderBy: [['position', 'asc']], limit: 10 })
      checkSame(
        items.map((row) => row.id),
        ['a', 'b', '0'],
        'in the order of the calls, within one in that of the rows',
      )
      const positions = items.map((row) => row.position)
      check(
        positions.every((position) => Number.isSafeInteger(position)),
        'positions are integers',
      )
      check(new Set(positions).size === 3, 'positions differ')
    }),
    storeCase(
      16,
      'a number is larger than every number that is visible, of whatever tenant',
      async ({ store, other, everywhere, tenant }) => {
        const last: number[] = []
        for (let round = 0; round < 6; round++) {
          await (round % 2 === 0 ? store : other).insert(entries, [anEntry(`r${round}-a`), anEntry(`r${round}-b`)])
          const { items } = await everywhere.query(entries, { orderBy: [['position', 'desc']], limit: 1 })
          checkSame(items[0]?.id, `r${round}-b`, `the row with the largest number after round ${round}`)
          last.push(items[0]?.position ?? 0)
        }
        checkSame(
          last,
          last.toSorted((a, b) => a - b),
          'numbers rise',
        )
        const mine = await everywhere.query(entries, {
          where: { subject: 'subject' },
          orderBy: [['position', 'asc']],
          limit: 1000,
        })
        check(
          mine.items.some((row) => 'tenant' in row && row.tenant === tenant),
          'rows across tenants say whose they are',
        )
      },
    ),
    storeCase(16, 'a row that is skipped keeps its number', async ({ store }) => {
      await store.insert(entries, [anEntry('a'), anEntry('b')])
      const [before] = await store.get(entries, ['a'])
      checkSame(await store.insert(entries, [anEntry('a'), anEntry('c')]), ['c'], 'the ids')
      checkSame(await store.get(entries, ['a']), [before], 'the row')
      const { items } = await store.query(entries, { orderBy: [['position', 'asc']], limit: 10 })
      checkSame(
        items.map((row) => row.id),
        ['a', 'b', 'c'],
        'the order',
      )
    }),
    storeCase(16, 'many rows are numbered in their order', async ({ store }) => {
      const ids = Array.from({ length: 700 }, (_, position) => `n${String(position).padStart(4, '0')}`)
      await store.insert(
        entries,
        ids.map((id) => anEntry(id)),
      )
      const { items } = await store.query(entries, { orderBy: [['position', 'asc']], limit: 1000 })
      checkSame(
        items.map((row) => row.id),
        ids,
        'the order',
      )
    }),
  ],
}
