import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { readEverything } from '../../test-support/read-everything.js'
import { defineCollection, reference, system } from '../index.js'
import { createStore, type StoreAdapter } from '../store.js'
import { defineModule } from './module.js'
import { definePersonField } from './person-field.js'
import { definePersonKey } from './person-key.js'

const enrolment = defineCollection('enrolment', {
  schema: z.object({ id: reference(), groupId: reference(), personId: reference(), role: z.enum(['owner', 'member']) }),
  indexes: [['personId', 'id']],
})
const praise = defineCollection('praise', {
  schema: z.object({ id: reference(), ofId: reference(), fromId: reference() }),
  indexes: [
    ['ofId', 'id'],
    ['fromId', 'id'],
  ],
})

const groups = defineModule({
  name: 'groups',
  collections: [enrolment, praise],
  people: [
    definePersonKey(enrolment, 'personId', {
      idOf: (_tenant, { groupId, personId }) => `${groupId}/${personId}`,
      aboutOf: ({ groupId }) => groupId,
      collapse: (own, moved) => (moved.role === 'owner' ? { ...own, role: 'owner' as const } : own),
    }),
    definePersonField(praise, 'ofId'),
    definePersonField(praise, 'fromId'),
  ],
})

async function open(adapter: StoreAdapter) {
  const { social } = await createTestSocial({ store: adapter, modules: { groups } })
  for (const personId of ['ada', 'ann', 'bob']) await social.people.save(system, { personId })
  const store = createStore(adapter, 'default')
  const member = (groupId: string, personId: string, role: 'owner' | 'member') => ({
    id: `${groupId}/${personId}`,
    groupId,
    personId,
    role,
  })
  await store.insert(enrolment, [
    member('a', 'ann', 'owner'),
    member('a', 'ada', 'member'),
    member('b', 'ann', 'member'),
    member('c', 'ann', 'member'),
    member('c', 'ada', 'owner'),
    member('d', 'bob', 'owner'),
  ])
  await store.insert(praise, [
    { id: '1', ofId: 'ann', fromId: 'bob' },
    { id: '2', ofId: 'bob', fromId: 'ann' },
    { id: '3', ofId: 'ann', fromId: 'ada' },
  ])
  const rows = () => readEverything(adapter, groups.collections)
  return { social, store, member, rows }
}

describe.each(testStores)('rows of a host’s own module on %s', (_name, openStore) => {
  it('follow a merge as they say, and back', async () => {
    const { social, member, rows } = await open(openStore())
    const before = await rows()
    const { id: mergeId } = await social.people.merge(system, { fromId: 'ann', intoId: 'ada' })
    const merged = await rows()
    expect(merged['enrolment']).toMatchObject([
      member('a', 'ada', 'owner'),
      member('b', 'ada', 'member'),
      member('c', 'ada', 'owner'),
      member('d', 'bob', 'owner'),
    ])
    expect(merged['praise']).toMatchObject([
      { ofId: 'ada', fromId: 'bob' },
      { ofId: 'bob', fromId: 'ada' },
      { ofId: 'ada', fromId: 'ada' },
    ])
    await social.people.unmerge(system, { mergeId })
    expect(await rows()).toEqual(before)
  })

  it('stay as they were made since', async () => {
    const { social, store, member, rows } = await open(openStore())
    const { id: mergeId } = await social.people.merge(system, { fromId: 'ann', intoId: 'ada' })
    await store.update(enrolment, { where: { id: 'a/ada' }, set: { role: 'member' } })
    await store.remove(enrolment, { where: { id: 'b/ada' }, limit: 1 })
    await store.remove(praise, { where: { id: '1' }, limit: 1 })
    await social.people.unmerge(system, { mergeId })
    const parted = await rows()
    expect(parted['enrolment']).toMatchObject([
      member('a', 'ada', 'member'),
      member('c', 'ada', 'owner'),
      member('c', 'ann', 'member'),
      member('d', 'bob', 'owner'),
    ])
    expect(parted['praise']).toHaveLength(2)
  })
})
