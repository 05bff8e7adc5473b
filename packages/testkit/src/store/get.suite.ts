import { checkSame } from './check.js'
import { type StoreCaseGroup, storeCase } from './store-case.js'
import { aNote, notes } from './suite-collections.js'

export const get: StoreCaseGroup = {
  concern: 'get',
  cases: [
    storeCase(4, 'rows come in the order asked, null where there is none', async ({ store }) => {
      await store.insert(notes, [aNote('a'), aNote('b'), aNote('c')])
      const rows = await store.get(notes, ['c', 'nobody', 'a', 'c'])
      checkSame(
        rows.map((row) => row?.id ?? null),
        ['c', null, 'a', 'c'],
        'the ids',
      )
    }),
    storeCase(4, 'nothing asked gives nothing', async ({ store }) => {
      checkSame(await store.get(notes, []), [], 'the rows')
    }),
    storeCase(4, 'ids are matched exactly', async ({ store }) => {
      await store.insert(notes, [aNote('a'), aNote('100%')])
      const rows = await store.get(notes, ['A', 'a ', '\u00e1', '100_', '%', 'a'])
      checkSame(
        rows.map((row) => row?.id ?? null),
        [null, null, null, null, null, 'a'],
        'the ids',
      )
    }),
    storeCase(4, 'an adapter returns only rows that are there, each once', async ({ store, adapter, tenant }) => {
      await store.insert(notes, [aNote('a'), aNote('b')])
      const rows = await adapter.get({ collection: notes.shape, tenant, ids: ['b', 'x', 'a'] })
      checkSame(rows.map((row) => row['id']).sort(), ['a', 'b'], 'the ids')
      checkSame([...new Set(rows.map((row) => row['tenant']))], [tenant], 'the tenants')
    }),
    storeCase(4, 'a pick gives the fields that were asked for, json among them', async ({ store }) => {
      const extra = { deep: [1, null] }
      await store.insert(notes, [aNote('a', { hash: 'x', extra, at: 5 }), aNote('b', { hash: null })])
      const rows = await store.pick(notes, ['b', 'x', 'a'], ['hash', 'extra', 'at'])
      const at = aNote('b').at
      checkSame(rows, [{ hash: null, extra: null, at }, null, { hash: 'x', extra, at: 5 }], 'the rows')
      checkSame(await store.pick(notes, ['a'], ['id']), [{ id: 'a' }], 'only the id')
      checkSame(await store.pick(notes, ['a', 'x'], []), [{}, null], 'no field: whether it is there')
    }),
    storeCase(4, 'a plan that names fields gets at least those', async ({ store, adapter, tenant }) => {
      await store.insert(notes, [aNote('a', { hash: 'x' })])
      const [row] = await adapter.get({ collection: notes.shape, tenant, ids: ['a'], fields: ['id', 'hash'] })
      checkSame([row?.['id'], row?.['hash']], ['a', 'x'], 'the fields')
    }),
    storeCase(4, 'any number of ids can be asked for', async ({ store }) => {
      const ids = Array.from({ length: 1203 }, (_, position) => `n${String(position).padStart(5, '0')}`)
      await store.insert(
        notes,
        ids.map((id) => aNote(id)),
      )
      const rows = await store.get(notes, ids.toReversed())
      checkSame(
        rows.map((row) => row?.id ?? null),
        ids.toReversed(),
        'the ids',
      )
    }),
  ],
}
