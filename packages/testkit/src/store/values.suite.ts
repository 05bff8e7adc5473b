import type { Collection, Store } from '@socius/core/store'
import { awkwardTexts } from './awkward-texts.js'
import { checkSame } from './check.js'
import { type StoreCaseGroup, storeCase } from './store-case.js'
import { aNote, type Note, notes } from './suite-collections.js'

async function readBack(store: Store, rows: readonly Note[]): Promise<readonly (Note | null)[]> {
  await store.insert(notes, rows)
  return store.get(
    notes as Collection<Note>,
    rows.map((row) => row.id),
  )
}

export const values: StoreCaseGroup = {
  concern: 'values',
  cases: [
    storeCase(1, 'a row reads back as it was written, every field set or every field null', async ({ store }) => {
      const full = aNote('full', {
        label: 'label',
        text: 'text',
        rank: 7,
        score: 1.5,
        hidden: true,
        seenAt: 1_700_000_000_123,
        tags: ['a', 'b'],
        extra: { a: 1 },
        firstSeenAt: 1,
      })
      const empty = aNote('empty', { hash: null })
      checkSame(await readBack(store, [full, empty]), [full, empty], 'the rows')
    }),
    storeCase(1, 'strings keep every code point', async ({ store }) => {
      const long = `${'\u{1f600}\u00e9 '.repeat(40_000)}end`
      const rows = [...awkwardTexts, long].map((text, position) => aNote(`n${position}`, { title: text, text }))
      checkSame(await readBack(store, rows), rows, 'the rows')
    }),
    storeCase(1, 'keys keep every code point', async ({ store }) => {
      const rows = awkwardTexts
        .filter((text) => text !== '')
        .map((text) => aNote(text, { authorId: text, label: text }))
      checkSame(await readBack(store, rows), rows, 'the rows')
    }),
    storeCase(1, 'a key of the greatest length is kept whole', async ({ store }) => {
      const wide = '\u{1f600}'.repeat(95)
      const rows = [`${wide}a`, `${wide}b`].map((id) => aNote(id, { label: id, authorId: id }))
      checkSame(await readBack(store, rows), rows, 'the rows')
    }),
    storeCase(1, 'integers keep every digit', async ({ store }) => {
      const numbers = [0, 1, -1, 255, 65_536, 2 ** 31, -(2 ** 31) - 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]
      const rows = numbers.map((rank, position) => aNote(`n${position}`, { rank, size: rank }))
      checkSame(await readBack(store, rows), rows, 'the rows')
    }),
    storeCase(1, 'numbers keep every bit', async ({ store }) => {
      const numbers = [
        0,
        0.1,
        0.1 + 0.2,
        1 / 3,
        -1.5,
        Math.PI,
        1e21,
        123_456_789.123_456_78,
        1.7976931348623157e308,
        2.5e-308,
      ]
      const rows = numbers.map((score, position) => aNote(`n${position}`, { score }))
      checkSame(await readBack(store, rows), rows, 'the rows')
    }),
    storeCase(1, 'instants keep the millisecond', async ({ store }) => {
      const instants = [0, 1, 999, 1_700_000_000_123, 1_700_000_000_999, -1, -62_135_596_800_000, 253_402_300_799_999]
      const rows = instants.map((at, position) => aNote(`n${position}`, { at, seenAt: at, firstSeenAt: at }))
      checkSame(await readBack(store, rows), rows, 'the rows')
    }),
    storeCase(1, 'booleans are booleans', async ({ store }) => {
      const rows = [aNote('yes', { pinned: true, hidden: true }), aNote('no', { pinned: false, hidden: false })]
      checkSame(await readBack(store, rows), rows, 'the rows')
    }),
    storeCase(1, 'json is deep-equal, whatever it is', async ({ store }) => {
      const documents: unknown[] = [
        {},
        [],
        'text',
        '',
        '"quoted"',
        0,
        -1.5,
        true,
        false,
        [null],
        { a: null, b: [1, [2, { c: '\u{1f600}' }]], 'key with "quotes" and \\': "it's", '': 1 },
        { z: 1, a: 2, 10: 3, 9: 4 },
        { big: Number.MAX_SAFE_INTEGER, small: 5e-7, third: 1 / 3 },
        { control: '\u0000\u0001\n', long: 'x'.repeat(100_000) },
        Array.from({ length: 50 }).reduce<unknown>((inner) => ({ inner }), 'deep'),
      ]
      const rows = documents.map((extra, position) => aNote(`n${position}`, { extra }))
      checkSame(await readBack(store, rows), rows, 'the rows')
    }),
    storeCase(1, 'a row that was handed out or in is the caller’s own', async ({ store }) => {
      const row = aNote('one', { tags: ['kept'], extra: { deep: { kept: true } } })
      const same = structuredClone(row)
      await store.insert(notes, [row])
      row.tags.push('changed')
      Object.assign(row, { title: 'changed', extra: 'changed' })
      const [first] = await store.get(notes, ['one'])
      checkSame(first, same, 'after the inserted row was changed')
      first?.tags.push('changed')
      Object.assign(first?.extra ?? {}, { deep: 'changed' })
      const { items } = await store.query(notes, { where: { id: 'one' }, limit: 1 })
      checkSame(items, [same], 'after the row from get was changed')
      items[0]?.tags.push('changed')
      checkSame(await store.get(notes, ['one']), [same], 'after the row from query was changed')
    }),
    storeCase(2, 'strings are equal only when they are the same', async ({ store }) => {
      const texts = awkwardTexts.filter((text) => text !== '')
      const rows = texts.map((text, position) => aNote(`n${position}`, { label: text, title: text }))
      await store.insert(notes, rows)
      for (const [position, text] of texts.entries()) {
        const indexed = await store.query(notes, { where: { label: text }, limit: 10 })
        checkSame(
          indexed.items.map((row) => row.id),
          [`n${position}`],
          `label = ${JSON.stringify(text)}`,
        )
        const unbounded = await store.query(notes, { where: { title: { in: [text, 'no such title'] } }, limit: 10 })
        checkSame(
          unbounded.items.map((row) => row.id),
          [`n${position}`],
          `title in ${JSON.stringify(text)}`,
        )
      }
    }),
    storeCase(2, 'strings are ordered by code point', async ({ store }) => {
      const inOrder = [
        '',
        ' ',
        'A',
        'B',
        'Z',
        '_',
        'a',
        'a ',
        'aa',
        'b',
        'z',
        '\u00e1',
        '\u65e5',
        '\uffee',
        '\ufffd',
        '\u{1f600}',
      ]
      const rows = inOrder.map((text, position) => aNote(`n${(position * 7) % 16}`, { label: text, title: text }))
      await store.insert(notes, rows)
      for (const field of ['label', 'title'] as const) {
        const up = await store.query(notes, { orderBy: [[field, 'asc']], limit: 100 })
        checkSame(
          up.items.map((row) => row[field]),
          inOrder,
          `${field} ascending`,
        )
        const down = await store.query(notes, { orderBy: [[field, 'desc']], limit: 100 })
        checkSame(
          down.items.map((row) => row[field]),
          inOrder.toReversed(),
          `${field} descending`,
        )
        const above = await store.query(notes, {
          where: { [field]: { gt: 'b' } },
          orderBy: [[field, 'asc']],
          limit: 100,
        })
        checkSame(
          above.items.map((row) => row[field]),
          inOrder.slice(10),
          `${field} above b`,
        )
      }
    }),
    storeCase(2, 'ids are ordered by code point', async ({ store }) => {
      const inOrder = ['A', 'Z', 'a', 'a ', 'z', '\u00e1', '\ufffd', '\u{1f600}']
      await store.insert(
        notes,
        inOrder.toReversed().map((id) => aNote(id)),
      )
      const { items } = await store.query(notes, { limit: 100 })
      checkSame(
        items.map((row) => row.id),
        inOrder,
        'by id',
      )
    }),
    storeCase(2, 'strings are grouped by code point', async ({ store }) => {
      const texts = ['a', 'A', 'a ', '\u00e1', 'a\u0301']
      const rows = texts.map((text, position) => aNote(`n${position}`, { label: text }))
      await store.insert(notes, [...rows, aNote('twice', { label: 'A' })])
      const groups = await store.aggregate(notes, { groupBy: ['label'], measures: { count: 'count' }, limit: 100 })
      const expected = [
        { label: 'A', count: 2 },
        { label: 'a', count: 1 },
        { label: 'a ', count: 1 },
        { label: 'a\u0301', count: 1 },
        { label: '\u00e1', count: 1 },
      ]
      checkSame(groups, expected, 'the groups')
    }),
    storeCase(3, 'one id stands in two tenants', async ({ store, other }) => {
      await store.insert(notes, [aNote('one', { title: 'mine' })])
      checkSame(
        await other.insert(notes, [aNote('one', { title: 'theirs' })]),
        ['one'],
        'inserted for the other tenant',
      )
      const titles = [await store.get(notes, ['one']), await other.get(notes, ['one'])].flat().map((row) => row?.title)
      checkSame(titles, ['mine', 'theirs'], 'the titles')
    }),
  ],
}
