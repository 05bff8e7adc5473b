import { type Store, select } from '@socius/core/store'
import { checkSame } from './check.js'
import { type StoreCaseGroup, storeCase } from './store-case.js'
import { aJob, aNote, anEntry, aTie, entries, jobs, notes, ties } from './suite-collections.js'

/** The same ids on both sides, so that whatever reaches across finds something. */
async function fillBoth(store: Store, other: Store): Promise<void> {
  await store.insert(notes, [aNote('a', { title: 'Mine' }), aNote('b', { title: 'Mine' })])
  await other.insert(notes, [
    aNote('a', { title: 'Theirs' }),
    aNote('b', { title: 'Theirs' }),
    aNote('c', { title: 'Theirs' }),
  ])
}

const theirs = [aNote('a', { title: 'Theirs' }), aNote('b', { title: 'Theirs' }), aNote('c', { title: 'Theirs' })]

export const isolation: StoreCaseGroup = {
  concern: 'isolation',
  cases: [
    storeCase(3, 'no read sees another tenant', async ({ store, other }) => {
      await fillBoth(store, other)
      const rows = await store.get(notes, ['a', 'b', 'c'])
      checkSame(
        rows.map((row) => row?.title ?? null),
        ['Mine', 'Mine', null],
        'get',
      )
      const { items } = await store.query(notes, { branches: [{ pinned: false }, { id: { gte: 'a' } }], limit: 10 })
      checkSame(
        items.map((row) => row.title),
        ['Mine', 'Mine'],
        'query',
      )
      const [all] = await store.aggregate(notes, { groupBy: [], measures: { count: 'count' }, limit: 1 })
      checkSame(all?.count, 2, 'aggregate')
      const any = await store.query(notes, { where: { or: [{ id: 'c' }, { title: 'Theirs' }] }, limit: 10 })
      checkSame(any.items, [], 'a filter that names their rows')
    }),
    storeCase(3, 'no write reaches another tenant', async ({ store, other }) => {
      await fillBoth(store, other)
      checkSame(await store.update(notes, { where: {}, set: { label: 'changed' }, add: { views: 1 } }), 2, 'update')
      checkSame((await store.claim(notes, { where: {}, limit: 10, set: { rank: 1 } })).length, 2, 'claim')
      checkSame((await store.upsert(notes, [aNote('c', { hash: 'second', title: 'Mine' })])).inserted, ['c'], 'upsert')
      checkSame((await store.upsert(notes, [aNote('a', { hash: 'second', title: 'Mine' })])).updated, ['a'], 'upsert')
      checkSame((await other.query(notes, { limit: 10 })).items, theirs, 'their rows')
      checkSame(await store.remove(notes, { where: {}, limit: 10 }), 3, 'remove')
      checkSame((await other.query(notes, { limit: 10 })).items, theirs, 'their rows at the end')
    }),
    storeCase(3, 'a sub-select stays within the tenant', async ({ store, other }) => {
      await store.insert(notes, [aNote('a', { authorId: 'x' }), aNote('b', { authorId: 'y' })])
      await store.insert(ties, [aTie('1', { toId: 'x' })])
      await other.insert(ties, [aTie('1', { toId: 'y' }), aTie('2', { toId: 'x' })])
      const followed = await store.query(notes, { where: { authorId: { in: select(ties, 'toId', {}) } }, limit: 10 })
      checkSame(
        followed.items.map((row) => row.id),
        ['a'],
        'in',
      )
      const rest = await store.query(notes, { where: { authorId: { notIn: select(ties, 'toId', {}) } }, limit: 10 })
      checkSame(
        rest.items.map((row) => row.id),
        ['b'],
        'notIn',
      )
    }),
    storeCase(
      3,
      'a search stays within the tenant',
      async ({ store, other }) => {
        await fillBoth(store, other)
        checkSame((await store.query(notes, { match: 'theirs', limit: 10 })).items, [], 'their word')
        checkSame((await store.query(notes, { match: 'mine', limit: 10 })).items.length, 2, 'our word')
      },
      ['search'],
    ),
    storeCase(3, 'tenants are told apart by code point', async ({ adapter, store, tenant, other }) => {
      await store.insert(notes, [aNote('a')])
      await other.insert(notes, [aNote('a')])
      for (const name of [tenant.toUpperCase(), `${tenant} `, `${tenant}%`, tenant.slice(0, -1)]) {
        checkSame(
          await adapter.get({ collection: notes.shape, tenant: name, ids: ['a'] }),
          [],
          `get of tenant "${name}"`,
        )
        const where = { op: 'compare', field: 'tenant', test: 'eq', value: name } as const
        const orderBy = [{ field: 'id', descending: false }]
        checkSame(
          await adapter.query({ collection: notes.shape, branches: [where], orderBy, limit: 10 }),
          [],
          `query of "${name}"`,
        )
      }
    }),
    storeCase(
      3,
      'a store across tenants sees and writes rows with their tenant',
      async ({ store, other, everywhere, tenant, otherTenant }) => {
        const row = { ...aJob('a', { state: tenant }), tenant: otherTenant }
        checkSame(
          await everywhere.insert(jobs, [row, { ...aJob('a', { state: tenant }), tenant } as typeof row]),
          ['a', 'a'],
          'inserted',
        )
        checkSame(await store.get(jobs, ['a']), [aJob('a', { state: tenant })], 'the row of one tenant')
        checkSame(await other.get(jobs, ['a']), [aJob('a', { state: tenant })], 'the row of the other')
        const { items } = await everywhere.query(jobs, { where: { state: tenant }, limit: 10 })
        checkSame(
          items.map((job): unknown => Reflect.get(job, 'tenant')),
          [tenant, otherTenant],
          'the tenants',
        )
        const first = await everywhere.query(jobs, { where: { state: tenant }, limit: 1 })
        const second = await everywhere.query(jobs, { where: { state: tenant }, limit: 1, cursor: first.next })
        checkSame([...first.items, ...second.items], items, 'a walk, though the ids are equal')
        checkSame(second.next, null, 'its end')
      },
    ),
    storeCase(3, 'a log across tenants is read in one order', async ({ store, other, everywhere, tenant }) => {
      await store.insert(entries, [anEntry('1', { subject: tenant })])
      await other.insert(entries, [anEntry('1', { subject: tenant }), anEntry('2', { subject: tenant })])
      await store.insert(entries, [anEntry('0', { subject: tenant })])
      const { items } = await everywhere.query(entries, {
        where: { subject: tenant },
        orderBy: [['position', 'asc']],
        limit: 10,
      })
      checkSame(
        items.map((row) => row.id),
        ['1', '1', '2', '0'],
        'the ids',
      )
    }),
  ],
}
