import { checkSame } from './check.js'
import { type StoreCaseGroup, storeCase } from './store-case.js'
import { aJob, jobs } from './suite-collections.js'

export const claim: StoreCaseGroup = {
  concern: 'claim',
  cases: [
    storeCase(
      14,
      'the first rows in order are changed and returned as they are after it, in that order',
      async ({ store }) => {
        const queue = [
          aJob('c', { dueAt: 1 }),
          aJob('a', { dueAt: 2 }),
          aJob('b', { dueAt: 3 }),
          aJob('d', { dueAt: 0, state: 'done' }),
        ]
        await store.insert(jobs, queue)
        const taken = await store.claim(jobs, {
          where: { state: 'waiting' },
          orderBy: [['dueAt', 'asc']],
          limit: 2,
          set: { state: 'running', worker: 'me', result: { started: true } },
        })
        const after = { state: 'running', worker: 'me', result: { started: true } }
        checkSame(taken, [aJob('c', { dueAt: 1, ...after }), aJob('a', { dueAt: 2, ...after })], 'the rows')
        checkSame(await store.get(jobs, ['c', 'a']), taken, 'the rows as stored')
        checkSame(await store.get(jobs, ['b', 'd']), [queue[2], queue[3]], 'the other rows')
      },
    ),
    storeCase(14, 'a row that no longer matches is not returned again', async ({ store }) => {
      await store.insert(
        jobs,
        ['a', 'b', 'c'].map((id) => aJob(id)),
      )
      const take = async () => {
        const rows = await store.claim(jobs, { where: { state: 'waiting' }, limit: 2, set: { state: 'running' } })
        return rows.map((row) => row.id)
      }
      checkSame([await take(), await take(), await take()], [['a', 'b'], ['c'], []], 'the claims')
    }),
    storeCase(14, 'a row that still matches is returned again, as with a lease that has run out', async ({ store }) => {
      await store.insert(jobs, [aJob('a', { dueAt: 10 }), aJob('b', { dueAt: 100 })])
      const lease = async (now: number) => {
        const rows = await store.claim(jobs, {
          where: { dueAt: { lte: now } },
          orderBy: [['dueAt', 'asc']],
          limit: 5,
          set: { dueAt: now + 50 },
        })
        return rows.map((row) => [row.id, row.dueAt])
      }
      checkSame(await lease(20), [['a', 70]], 'at 20')
      checkSame(await lease(69), [], 'at 69')
      checkSame(await lease(70), [['a', 120]], 'at 70')
      checkSame(
        await lease(200),
        [
          ['b', 250],
          ['a', 250],
        ],
        'at 200',
      )
    }),
    storeCase(14, 'the order holds in every direction, with nulls and ties', async ({ store }) => {
      await store.insert(jobs, [
        aJob('a', { worker: 'w', dueAt: 1 }),
        aJob('b', { worker: null, dueAt: 1 }),
        aJob('c', { worker: null, dueAt: 2 }),
        aJob('d', { worker: 'v', dueAt: 1 }),
      ])
      const rows = await store.claim(jobs, {
        where: {},
        orderBy: [
          ['worker', 'asc'],
          ['dueAt', 'desc'],
        ],
        limit: 3,
        set: { attempts: 1 },
      })
      checkSame(
        rows.map((row) => row.id),
        ['c', 'b', 'd'],
        'nulls first, then the least',
      )
      const back = await store.claim(jobs, {
        where: {},
        orderBy: [
          ['worker', 'desc'],
          ['id', 'asc'],
        ],
        limit: 3,
        set: { attempts: 2 },
      })
      checkSame(
        back.map((row) => row.id),
        ['a', 'd', 'b'],
        'the greatest first',
      )
    }),
    storeCase(14, 'the order is by the rows as they were, even when the change moves them', async ({ store }) => {
      await store.insert(jobs, [aJob('a', { dueAt: 3 }), aJob('b', { dueAt: 1 }), aJob('c', { dueAt: 2 })])
      const rows = await store.claim(jobs, { where: {}, orderBy: [['dueAt', 'asc']], limit: 3, set: { dueAt: 9 } })
      checkSame(
        rows.map((row) => row.id),
        ['b', 'c', 'a'],
        'the order',
      )
    }),
    storeCase(14, 'a claim of what is not there returns nothing', async ({ store }) => {
      await store.insert(jobs, [aJob('a')])
      checkSame(await store.claim(jobs, { where: { state: 'gone' }, limit: 5, set: { worker: 'me' } }), [], 'no match')
      checkSame(
        await store.claim(jobs, { where: { id: { in: [] } }, limit: 5, set: { worker: 'me' } }),
        [],
        'an empty list',
      )
      checkSame(await store.get(jobs, ['a']), [aJob('a')], 'the row')
    }),
    storeCase(14, 'machinery claims across tenants', async ({ store, other, everywhere, tenant, otherTenant }) => {
      await store.insert(jobs, [aJob('a', { state: tenant, dueAt: 2 })])
      await other.insert(jobs, [aJob('a', { state: tenant, dueAt: 1 })])
      const rows = await everywhere.claim(jobs, {
        where: { state: tenant },
        orderBy: [['dueAt', 'asc']],
        limit: 5,
        set: { worker: 'machine' },
      })
      const expected = [
        { ...aJob('a', { state: tenant, dueAt: 1, worker: 'machine' }), tenant: otherTenant },
        { ...aJob('a', { state: tenant, dueAt: 2, worker: 'machine' }), tenant },
      ]
      checkSame(rows, expected, 'the rows, each with its tenant')
    }),
  ],
}
