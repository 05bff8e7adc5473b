import { check, checkSame } from './check.js'
import { type StoreCaseGroup, storeCase } from './store-case.js'
import { aJob, aNote, anEntry, aTie, entries, jobs, notes, ties } from './suite-collections.js'

class Abandoned extends Error {}

async function errorOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work()
  } catch (error) {
    return error
  }
  return undefined
}

export const transaction: StoreCaseGroup = {
  concern: 'transaction',
  cases: [
    storeCase(17, 'what was written is there after the commit, and the result comes out', async ({ store }) => {
      const result = await store.transaction(async (inner) => {
        await inner.insert(notes, [aNote('a')])
        await inner.insert(ties, [aTie('a')])
        return 'result'
      })
      checkSame(result, 'result', 'the result')
      checkSame(await store.get(notes, ['a']), [aNote('a')], 'the note')
      checkSame(await store.get(ties, ['a']), [aTie('a')], 'the tie')
    }),
    storeCase(17, 'a throw undoes every kind of write, and the same error leaves the call', async ({ store }) => {
      const before = [aNote('a', { rank: 1 }), aNote('b', { rank: 2 }), aNote('c', { rank: 3 })]
      await store.insert(notes, before)
      await store.insert(jobs, [aJob('a')])
      const abandoned = new Abandoned('on purpose')
      const thrown = await errorOf(() =>
        store.transaction(async (inner) => {
          await inner.insert(notes, [aNote('d')])
          await inner.upsert(notes, [aNote('a', { hash: 'second', title: 'changed' }), aNote('e')])
          await inner.update(notes, { where: { id: 'b' }, set: { label: 'changed' }, add: { rank: 10 } })
          await inner.remove(notes, { where: { id: 'c' }, limit: 1 })
          await inner.claim(jobs, { where: {}, limit: 1, set: { worker: 'me' } })
          await inner.insert(entries, [anEntry('a')])
          throw abandoned
        }),
      )
      check(thrown === abandoned, `the error is the one that was thrown, not ${String(thrown)}`)
      checkSame((await store.query(notes, { limit: 10 })).items, before, 'the notes')
      checkSame(await store.get(jobs, ['a']), [aJob('a')], 'the job')
      checkSame(await store.get(entries, ['a']), [null], 'the entry')
      checkSame(await store.insert(notes, [aNote('d')]), ['d'], 'an insert of what was undone')
    }),
    storeCase(17, 'whatever is thrown comes out as it is', async ({ store }) => {
      for (const thrown of ['text', undefined, { plain: true }]) {
        let caught: unknown = 'nothing was thrown'
        try {
          await store.transaction(async (inner) => {
            await inner.insert(notes, [aNote('a')])
            throw thrown
          })
        } catch (error) {
          caught = error
        }
        check(caught === thrown, `${typeof thrown} comes out as it is, not as ${String(caught)}`)
      }
      checkSame(await store.get(notes, ['a']), [null], 'the row')
    }),
    storeCase(17, 'inside, its own writes are visible to every kind of read', async ({ store }) => {
      await store.insert(notes, [aNote('a', { rank: 1 }), aNote('b', { rank: 2 })])
      await store.transaction(async (inner) => {
        await inner.insert(notes, [aNote('c', { rank: 3 })])
        await inner.update(notes, { where: { id: 'a' }, add: { rank: 10 } })
        await inner.remove(notes, { where: { id: 'b' }, limit: 1 })
        const rows = await inner.get(notes, ['a', 'b', 'c'])
        checkSame(
          rows.map((row) => row?.rank ?? null),
          [11, null, 3],
          'get',
        )
        const { items } = await inner.query(notes, {
          where: { rank: { gt: 2 } },
          orderBy: [['rank', 'desc']],
          limit: 10,
        })
        checkSame(
          items.map((row) => row.id),
          ['a', 'c'],
          'query',
        )
        const [sum] = await inner.aggregate(notes, { groupBy: [], measures: { sum: { sum: 'rank' } }, limit: 1 })
        checkSame(sum?.sum, 14, 'aggregate')
        checkSame(await inner.insert(notes, [aNote('c'), aNote('b')]), ['b'], 'insert sees what is there')
        checkSame(
          (await inner.upsert(notes, [aNote('c', { hash: 'second' })])).updated,
          ['c'],
          'upsert sees what is there',
        )
        const claimed = await inner.claim(notes, { where: { rank: 11 }, limit: 1, set: { label: 'mine' } })
        checkSame(
          claimed.map((row) => row.id),
          ['a'],
          'claim sees what is there',
        )
      })
    }),
    storeCase(17, 'outside, nothing is visible before the commit', async ({ store }) => {
      await store.insert(notes, [aNote('a', { rank: 1 }), aNote('b', { rank: 2 })])
      const wrote = Promise.withResolvers<void>()
      const looked = Promise.withResolvers<void>()
      const writing = store.transaction(async (inner) => {
        await inner.insert(notes, [aNote('c', { rank: 3 })])
        await inner.update(notes, { where: { id: 'a' }, set: { label: 'changed' } })
        await inner.remove(notes, { where: { id: 'b' }, limit: 1 })
        wrote.resolve()
        // An adapter with a single connection lets the reader wait for the commit, which keeps the rule as well.
        await Promise.race([looked.promise, new Promise((resolve) => setTimeout(resolve, 250))])
        return 'committed'
      })
      await wrote.promise
      const before = { committed: false }
      void writing.then(
        () => Object.assign(before, { committed: true }),
        () => undefined,
      )
      const { items } = await store.query(notes, { limit: 10 })
      const seen = items.map((row) => [row.id, row.label])
      const old = [
        ['a', null],
        ['b', null],
      ]
      const expected = [
        ['a', 'changed'],
        ['c', null],
      ]
      if (!before.committed) checkSame(seen, old, 'seen before the commit')
      else
        check(
          [old, expected].some((state) => JSON.stringify(state) === JSON.stringify(seen)),
          'one state or the other',
        )
      looked.resolve()
      await writing
      const after = await store.query(notes, { limit: 10 })
      checkSame(
        after.items.map((row) => [row.id, row.label]),
        expected,
        'seen after the commit',
      )
    }),
    storeCase(17, 'a transaction inside joins the outer one', async ({ store }) => {
      await store.transaction(async (outer) => {
        await outer.insert(notes, [aNote('a')])
        const inner = await outer.transaction(async (joined) => {
          checkSame((await joined.get(notes, ['a']))[0]?.id, 'a', 'the outer write is visible inside')
          await joined.insert(notes, [aNote('b')])
          return 'inner'
        })
        checkSame(inner, 'inner', 'the result of the inner one')
        checkSame((await outer.get(notes, ['b']))[0]?.id, 'b', 'the inner write is visible outside')
      })
      const { items } = await store.query(notes, { limit: 10 })
      checkSame(
        items.map((row) => row.id),
        ['a', 'b'],
        'both rows',
      )
    }),
    storeCase(
      17,
      'an outer throw undoes what a transaction inside wrote, and an inner throw that passes undoes all',
      async ({ store }) => {
        await errorOf(() =>
          store.transaction(async (outer) => {
            await outer.transaction((joined) => joined.insert(notes, [aNote('a')]))
            throw new Abandoned()
          }),
        )
        await errorOf(() =>
          store.transaction(async (outer) => {
            await outer.insert(notes, [aNote('b')])
            await outer.transaction(async (joined) => {
              await joined.insert(notes, [aNote('c')])
              throw new Abandoned()
            })
          }),
        )
        checkSame((await store.query(notes, { limit: 10 })).items, [], 'the rows')
      },
    ),
    storeCase(17, 'transactions that are started together all take effect', async ({ store }) => {
      await store.insert(notes, [aNote('a')])
      const outcomes = await Promise.all(
        Array.from({ length: 12 }, (_, position) =>
          errorOf(() =>
            store.transaction(async (inner) => {
              await inner.update(notes, { where: { id: 'a' }, add: { size: 1 } })
              await inner.insert(notes, [aNote(`n${position}`)])
              if (position % 3 === 0) throw new Abandoned()
            }),
          ),
        ),
      )
      checkSame(outcomes.filter((error) => error instanceof Abandoned).length, 4, 'how many were abandoned')
      checkSame((await store.get(notes, ['a']))[0]?.size, 8, 'the counter')
      checkSame(
        (await store.query(notes, { where: { id: { startsWith: 'n' } }, limit: 20 })).items.length,
        8,
        'the rows',
      )
    }),
    storeCase(18, 'outside a transaction a call takes effect at once', async ({ store }) => {
      await store.insert(notes, [aNote('a')])
      checkSame((await store.get(notes, ['a']))[0]?.id, 'a', 'after insert')
      await store.update(notes, { where: { id: 'a' }, set: { label: 'x' } })
      checkSame((await store.get(notes, ['a']))[0]?.label, 'x', 'after update')
      await store.remove(notes, { where: { id: 'a' }, limit: 1 })
      checkSame(await store.get(notes, ['a']), [null], 'after remove')
    }),
    storeCase(18, 'after a transaction that failed the store goes on', async ({ store }) => {
      for (let round = 0; round < 20; round++)
        await errorOf(() => store.transaction(() => Promise.reject(new Abandoned())))
      checkSame(await store.insert(notes, [aNote('a')]), ['a'], 'an insert')
      checkSame(await store.transaction((inner) => inner.get(notes, ['a'])), [aNote('a')], 'a transaction')
    }),
  ],
}
