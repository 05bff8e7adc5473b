import { check, checkSame, checkSameSet } from './check.js'
import { type ConcurrencyCase, pause, together, withRetries } from './concurrency-case.js'
import { aNote, anEntry, entries, type Note, notes } from './suite-collections.js'

const ids = Array.from({ length: 200 }, (_, position) => `n${String(position).padStart(3, '0')}`)

/** The same rows in an order that differs from worker to worker. */
function inOrderOf(worker: number, rows: readonly Note[]): Note[] {
  const turned = [...rows.slice(worker * 7), ...rows.slice(0, worker * 7)]
  return worker % 2 === 0 ? turned : turned.reverse()
}

export const concurrentWrites: readonly ConcurrencyCase[] = [
  {
    rule: 13,
    name: 'no increment of one counter is lost',
    async run(context) {
      const [first] = context.stores
      await first?.insert(notes, [aNote('counter')])
      const matched = await together(context, async (store) => {
        let sum = 0
        for (let round = 0; round < 50; round++) {
          sum += await withRetries(() => store.update(notes, { where: { id: 'counter' }, add: { size: 1, rank: 1 } }))
        }
        return sum
      })
      const row = (await first?.get(notes, ['counter']))?.[0]
      checkSame([row?.size, row?.rank], [context.stores.length * 50, context.stores.length * 50], 'the counters')
      checkSame(matched, Array(context.stores.length).fill(50), 'the rows that each worker says it matched')
    },
  },
  {
    rule: 13,
    name: 'no increment inside a transaction is lost, and what was undone does not count',
    async run(context) {
      const [first] = context.stores
      await first?.insert(notes, [aNote('counter')])
      const kept = await together(context, async (store, worker) => {
        let committed = 0
        for (let round = 0; round < 12; round++) {
          const undone = (worker + round) % 3 === 0
          const transaction = withRetries(() =>
            store.transaction(async (inner) => {
              await inner.update(notes, { where: { id: 'counter' }, add: { size: 1 } })
              await inner.insert(notes, [aNote(`${worker}-${round}`)])
              if (undone) throw new Error('on purpose')
            }),
          )
          if (undone) await transaction.catch(() => undefined)
          else await transaction.then(() => (committed += 1))
        }
        return committed
      })
      const expected = kept.reduce((sum, count) => sum + count, 0)
      checkSame((await first?.get(notes, ['counter']))?.[0]?.size, expected, 'the counter')
      const [rows] = (await first?.aggregate(notes, { groupBy: [], measures: { count: 'count' }, limit: 1 })) ?? []
      checkSame(rows?.count, expected + 1, 'the rows')
    },
  },
  {
    rule: 22,
    name: 'everybody who adds to a row, the first included, is given another sum',
    async run(context) {
      const [first] = context.stores
      for (let round = 0; round < 20; round++) {
        const row = aNote(`sum-${round}`, { size: 0 })
        const sums = await together(context, async (store) => {
          const alone = await withRetries(() => store.accumulate(notes, { row, add: { size: 1 } }))
          const inside = await withRetries(() =>
            store.transaction((inner) => inner.accumulate(notes, { row, add: { size: 1 } })),
          )
          return [alone.size, inside.size]
        })
        const all = sums.flat()
        checkSameSet(
          all,
          Array.from({ length: all.length }, (_, place) => place + 1),
          `the sums of round ${round}`,
        )
        checkSame((await first?.get(notes, [row.id]))?.[0]?.size, all.length, `the row after round ${round}`)
      }
    },
  },
  {
    rule: 13,
    name: 'of several that change a row under a guard, one gets through',
    async run(context) {
      const [first] = context.stores
      await first?.insert(notes, [aNote('guarded')])
      for (let version = 0; version < 20; version++) {
        const matched = await together(context, (store, worker) =>
          withRetries(() =>
            store.update(notes, { where: { id: 'guarded', size: version }, set: { rank: worker }, add: { size: 1 } }),
          ),
        )
        checkSameSet(matched, [1, ...Array<number>(context.stores.length - 1).fill(0)], `who got through at ${version}`)
        const row = (await first?.get(notes, ['guarded']))?.[0]
        checkSame([row?.size, row?.rank], [version + 1, matched.indexOf(1)], `the row after ${version}`)
      }
    },
  },
  {
    rule: 13,
    name: 'an update waits for the row that a transaction holds and decides by what it commits',
    async run(context) {
      const [first, second] = context.stores
      if (!first || !second) return
      await first.insert(notes, [aNote('a', { size: 1 }), aNote('b', { size: 1 })])
      const held = Promise.withResolvers<void>()
      const holding = first.transaction(async (inner) => {
        await inner.update(notes, { where: { id: 'a' }, set: { size: 2 } })
        held.resolve()
        await pause(150)
      })
      await held.promise
      const [matched] = await Promise.all([
        withRetries(() => second.update(notes, { where: { size: 1 }, set: { label: 'changed' }, add: { views: 1 } })),
        holding,
      ])
      checkSame(matched, 1, 'the rows that matched')
      const rows = await first.get(notes, ['a', 'b'])
      checkSame(
        rows.map((row) => [row?.size, row?.views, row?.label]),
        [
          [2, 0, null],
          [1, 1, 'changed'],
        ],
        'the rows',
      )
    },
  },
  {
    rule: 11,
    name: 'of several that insert one row, one does',
    async run(context) {
      const rows = ids.map((id) => aNote(id))
      const inserted = await together(context, (store, worker) =>
        withRetries(() =>
          store.insert(
            notes,
            inOrderOf(
              worker,
              rows.map((row) => ({ ...row, rank: worker })),
            ),
          ),
        ),
      )
      checkSameSet(inserted.flat(), ids, 'the ids that were inserted')
      const stored = (await context.stores[0]?.get(notes, ids)) ?? []
      for (const [worker, mine] of inserted.entries()) {
        const ranks = stored.filter((row) => row && mine.includes(row.id)).map((row) => row?.rank)
        check(
          ranks.every((rank) => rank === worker),
          `a row that worker ${worker} inserted holds what it wrote`,
        )
      }
    },
  },
  {
    rule: 12,
    name: 'upserts of one batch in different orders add up: each row is inserted once and updated once',
    async run(context) {
      for (const [round, hash] of ['one', 'two', 'three'].entries()) {
        const rows = ids.map((id) => aNote(id, { hash, title: hash, rank: round }))
        const outcomes = await together(context, (store, worker) =>
          withRetries(() => store.upsert(notes, inOrderOf(worker, rows))),
        )
        const written = outcomes.map((outcome) => (round === 0 ? outcome.inserted : outcome.updated))
        checkSameSet(written.flat(), ids, `the ids that were written with hash ${hash}`)
        checkSame(
          outcomes.map((outcome) => outcome.unchanged + outcome.inserted.length + outcome.updated.length),
          Array(outcomes.length).fill(ids.length),
          'the rows that each worker accounts for',
        )
      }
    },
  },
  {
    rule: 12,
    name: 'upserts that disagree leave each row as one of them wrote it',
    async run(context) {
      const overlapping = (worker: number) => ids.slice(worker * 10, worker * 10 + 100)
      const version = (worker: number, id: string) =>
        aNote(id, { hash: `h${worker}`, title: `t${worker}`, rank: worker, label: `l${worker}` })
      const outcomes = await together(context, async (store, worker) => {
        const rows = overlapping(worker).map((id) => version(worker, id))
        return withRetries(() => store.upsert(notes, inOrderOf(worker, rows)))
      })
      const asked = new Set(outcomes.flatMap((_, worker) => overlapping(worker)))
      checkSameSet(
        outcomes.flatMap((outcome) => outcome.inserted),
        [...asked],
        'the ids that were inserted',
      )
      for (const [worker, outcome] of outcomes.entries()) {
        checkSame(
          outcome.inserted.length + outcome.updated.length,
          overlapping(worker).length,
          `what worker ${worker} wrote`,
        )
      }
      const stored = (await context.stores[0]?.get(notes, [...asked])) ?? []
      for (const row of stored) {
        const worker = row?.rank ?? -1
        checkSame(row, version(worker, row?.id ?? ''), 'a row is whole')
      }
    },
  },
  {
    rule: 15,
    name: 'removed rows are counted once',
    async run(context) {
      const [first] = context.stores
      await first?.insert(
        notes,
        ids.map((id) => aNote(id)),
      )
      const removed = await together(context, async (store) => {
        let sum = 0
        for (let call = 0; call < 100; call++) {
          const gone = await withRetries(() => store.remove(notes, { where: {}, limit: 30 }))
          sum += gone
          if (gone === 0) return sum
        }
        return sum
      })
      const left = (await first?.query(notes, { limit: 1000 }))?.items.length
      checkSame(
        [removed.reduce((sum, count) => sum + count, 0), left],
        [ids.length, 0],
        'the rows that went and those left',
      )
    },
  },
  {
    rule: 16,
    name: 'numbers rise above every number that was visible when the insert began',
    async run(context) {
      await together(context, async (store, worker) => {
        for (let round = 0; round < 15; round++) {
          const { items } = await store.query(entries, { orderBy: [['position', 'desc']], limit: 1 })
          const visible = items[0]?.position ?? Number.MIN_SAFE_INTEGER
          const mine = [`${worker}-${round}-a`, `${worker}-${round}-b`]
          await withRetries(() =>
            store.insert(
              entries,
              mine.map((id) => anEntry(id)),
            ),
          )
          const [a, b] = await store.get(entries, mine)
          const low = a?.position ?? 0
          check(low > visible, `${low} is above ${visible}, which was visible before`)
          check((b?.position ?? 0) > low, 'the second row of a call is above the first')
        }
      })
      const [all] =
        (await context.stores[0]?.aggregate(entries, { groupBy: [], measures: { count: 'count' }, limit: 1 })) ?? []
      checkSame(all?.count, context.stores.length * 30, 'the rows')
    },
  },
]
