import { createStore } from '@socius/core/store'
import { check, checkSame, checkSameSet } from './check.js'
import { type ConcurrencyCase, pause, together, withRetries } from './concurrency-case.js'
import { aJob, aNote, jobs, notes, suiteCollections } from './suite-collections.js'

export const concurrentTurns: readonly ConcurrencyCase[] = [
  {
    rule: 14,
    name: 'several that claim one queue get each row exactly once',
    async run(context) {
      const queue = Array.from({ length: 2000 }, (_, n) =>
        aJob(`j${String(n).padStart(4, '0')}`, { dueAt: (n * 37) % 2000 }),
      )
      await context.stores[0]?.insert(jobs, queue)
      const claimed = await together(context, async (store, worker) => {
        const mine: string[] = []
        for (let empty = 0, call = 0; empty < 3 && call < 2000; call++) {
          const rows = await withRetries(() =>
            store.claim(jobs, {
              where: { state: 'waiting' },
              orderBy: [['dueAt', 'asc']],
              limit: 25,
              set: { state: 'running', worker: `worker-${worker}` },
            }),
          )
          check(rows.length <= 25, 'a claim is no larger than its limit')
          check(
            rows.every((row) => row.worker === `worker-${worker}` && row.state === 'running'),
            'rows come as they are after the change',
          )
          mine.push(...rows.map((row) => row.id))
          // Nothing may be left only because others hold it for the moment.
          empty = rows.length === 0 ? empty + 1 : 0
          if (rows.length === 0) await pause(5)
        }
        return mine
      })
      checkSameSet(
        claimed.flat(),
        queue.map((row) => row.id),
        'the rows that were claimed',
      )
      for (const [worker, mine] of claimed.entries()) {
        const measures = { count: 'count' } as const
        const where = { worker: `worker-${worker}` }
        const [stored] = (await context.stores[0]?.aggregate(jobs, { where, groupBy: [], measures, limit: 1 })) ?? []
        checkSame(stored?.count, mine.length, `the rows that are stored as claimed by worker ${worker}`)
      }
    },
  },
  {
    rule: 14,
    name: 'a row that an open transaction has claimed goes to nobody else, and comes back when that is undone',
    async run(context) {
      const [first, second] = context.stores
      if (!first || !second) return
      await first.insert(jobs, [aJob('a', { dueAt: 1 }), aJob('b', { dueAt: 2 })])
      const take = {
        where: { state: 'waiting' },
        orderBy: [['dueAt', 'asc']],
        limit: 1,
        set: { state: 'running' },
      } as const
      const claimed = Promise.withResolvers<void>()
      const undone = first.transaction(async (inner) => {
        const rows = await inner.claim(jobs, take)
        checkSame(
          rows.map((row) => row.id),
          ['a'],
          'the row of the first',
        )
        claimed.resolve()
        await pause(150)
        throw new Error('on purpose')
      })
      await claimed.promise
      // With row locks it gets `b` at once; an adapter whose writers take turns gives it `a` after the rollback.
      const waiting = withRetries(() => second.claim(jobs, take))
      await undone.catch((error: unknown) => {
        if (!(error instanceof Error) || error.message !== 'on purpose') throw error
      })
      const [row] = await waiting
      const [rest] = await withRetries(() => second.claim(jobs, take))
      checkSameSet([row?.id, rest?.id], ['a', 'b'], 'both rows, each once')
    },
  },
  {
    rule: 14,
    name: 'a row that an open transaction has claimed and commits stays with it',
    async run(context) {
      const [first, second] = context.stores
      if (!first || !second) return
      await first.insert(jobs, [aJob('a', { dueAt: 1 }), aJob('b', { dueAt: 2 })])
      const take = { where: { state: 'waiting' }, orderBy: [['dueAt', 'asc']], limit: 5 } as const
      let committed = false
      const claimed = Promise.withResolvers<void>()
      const holding = first.transaction(async (inner) => {
        await inner.claim(jobs, { ...take, limit: 1, set: { state: 'running', worker: 'first' } })
        claimed.resolve()
        await pause(150)
        committed = true
      })
      await claimed.promise
      const rows = await withRetries(() => second.claim(jobs, { ...take, set: { state: 'running', worker: 'second' } }))
      if (context.rowLocks) check(!committed, 'the second claim passes over the row that is held, and does not wait')
      await holding
      checkSame(
        rows.map((row) => row.id),
        ['b'],
        'the rows of the second',
      )
      const stored = await first.get(jobs, ['a', 'b'])
      checkSame(
        stored.map((row) => row?.worker),
        ['first', 'second'],
        'who has them',
      )
    },
  },
  {
    rule: 17,
    name: 'a reader sees a transfer whole or not at all',
    async run(context) {
      const [first, ...others] = context.stores
      if (!first) return
      await first.insert(notes, [aNote('a', { size: 1000 }), aNote('b', { size: 1000 })])
      let over = false
      const transfers = (async () => {
        for (let round = 1; round <= 20; round++) {
          await withRetries(() =>
            first.transaction(async (inner) => {
              await inner.update(notes, { where: { id: 'a' }, add: { size: -round } })
              await inner.insert(notes, [aNote(`t${round}`, { size: round })])
              await pause(1)
              await inner.remove(notes, { where: { id: `t${round}` }, limit: 1 })
              await inner.update(notes, { where: { id: 'b' }, add: { size: round } })
            }),
          )
        }
      })().finally(() => {
        over = true
      })
      const reading = others.map(async (store) => {
        while (!over) {
          const measures = { total: { sum: 'size' }, count: 'count' } as const
          const [seen] = await withRetries(() => store.aggregate(notes, { groupBy: [], measures, limit: 1 }))
          checkSame([seen?.total, seen?.count], [2000, 2], 'what a reader sees')
          await pause(1)
        }
      })
      await Promise.all([transfers, ...reading])
    },
  },
  {
    rule: 17,
    name: 'a batch is seen whole or not at all',
    async run(context) {
      const [first, ...others] = context.stores
      if (!first) return
      let over = false
      const writing = (async () => {
        for (let round = 1; round <= 12; round++) {
          const rows = Array.from({ length: 50 }, (_, n) => aNote(`n${n}`, { hash: `h${round}`, rank: round }))
          await withRetries(() => first.upsert(notes, rows))
        }
      })().finally(() => {
        over = true
      })
      const reading = others.map(async (store) => {
        while (!over) {
          const { items } = await withRetries(() => store.query(notes, { limit: 100 }))
          check(items.length === 0 || items.length === 50, `all of the batch or nothing, not ${items.length}`)
          check(new Set(items.map((row) => row.rank)).size <= 1, 'rows of one batch')
          await pause(1)
        }
      })
      await Promise.all([writing, ...reading])
    },
  },
  {
    rule: 19,
    name: 'several can prepare one database at once',
    async run(context) {
      await Promise.all(context.adapters.slice(0, 4).map((adapter) => adapter.prepare(suiteCollections)))
      const [adapter] = context.adapters
      if (!adapter) return
      const store = createStore(adapter, 'prepared')
      checkSame(await store.insert(notes, [aNote('a')]), ['a'], 'an insert')
    },
  },
]
