import { describe, expect, it } from 'vitest'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { createListPlatform, draftsOf } from '../../test-support/list-provider.js'
import { personMerged, personUnmerged, type SociusEvent, system } from '../index.js'
import type { StoreAdapter } from '../store.js'

const given = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }
const merged = { fromId: 'ann', intoId: 'ada' }
const ada = actorOf('ada')
const ann = actorOf('ann')

async function open(store: StoreAdapter) {
  const list = createListPlatform({ pageSize: 50 })
  list.accounts.set('ann', draftsOf('ann', 5))
  list.accounts.set('ada', draftsOf('ada', 3))
  const test = await createTestSocial({ store, providers: [list.provider] })
  for (const personId of ['ada', 'ann', 'bob']) await test.social.people.save(system, { personId })
  const link = (personId: string) =>
    test.social.accounts.link(system, { personId, platform: 'list', handle: personId, consent: given })
  return { ...test, list, link }
}

describe.each(testStores)('people.merge on %s', (_name, openStore) => {
  it('makes what was the one’s the other’s, and says so', async () => {
    const { social, link } = await open(openStore())
    const events: SociusEvent[] = []
    social.on(personMerged, (event) => events.push(event))
    await link('ann')
    await link('ada')
    await social.sync.run(system, {})
    await social.activities.publish(ann, { personId: 'ann', text: 'mine', hashtags: ['x'] })
    const done = await social.people.merge(system, merged)
    expect(done).toMatchObject({ ...merged, state: 'merged', startedBy: 'system' })
    const timeline = await social.feed.timeline(ada, { personId: 'ada', limit: 50 })
    expect(timeline.items).toHaveLength(9)
    expect((await social.feed.timeline(system, { personId: 'ann' })).items).toEqual([])
    expect((await social.feed.timeline(ada, { personId: 'ada', hashtag: 'x' })).items).toHaveLength(1)
    const { items: accounts } = await social.accounts.list(ada, { personId: 'ada' })
    expect(accounts.map(({ handle, primary }) => [handle, primary]).toSorted()).toEqual([
      ['ada', true],
      ['ann', false],
    ])
    expect((await social.consents.list(ada, { personId: 'ada' })).items).toHaveLength(2)
    expect(events.map(({ subject, payload }) => ({ subject, payload }))).toEqual([
      { subject: 'ada', payload: { mergeId: done.id, ...merged } },
    ])
    expect(await social.people.merges(system, { personId: 'ann' })).toEqual({ items: [done], next: null })
  })

  it('leaves one of two likes, and counts one', async () => {
    const { social } = await open(openStore())
    const { id: subjectId } = await social.activities.publish(system, { personId: 'bob', text: 'x' })
    const reactions = async () => (await social.feed.timeline(system, { personId: 'bob' })).items[0]?.here.reactions
    for (const personId of ['ada', 'ann', 'bob']) await social.reactions.add(system, { personId, subjectId })
    await social.reactions.add(ann, { personId: 'ann', subjectId, kind: 'love' })
    const { id: mergeId } = await social.people.merge(system, merged)
    expect(await reactions()).toBe(3)
    await social.reactions.add(ada, { personId: 'ada', subjectId })
    expect(await reactions()).toBe(3)
    await social.people.unmerge(system, { mergeId })
    expect(await reactions()).toBe(4)
  })

  it('gives each again what was theirs, and says so', async () => {
    const { social, link } = await open(openStore())
    const events: SociusEvent[] = []
    social.on(personUnmerged, (event) => events.push(event))
    await link('ann')
    await link('ada')
    await social.sync.run(system, {})
    const { id: mergeId } = await social.people.merge(system, merged)
    await social.activities.publish(ada, { personId: 'ada', text: 'written since' })
    const undone = await social.people.unmerge(system, { mergeId })
    expect(undone).toMatchObject({ state: 'unmerged', unmergedBy: 'system' })
    expect((await social.feed.timeline(system, { personId: 'ada' })).items).toHaveLength(4)
    expect((await social.feed.timeline(system, { personId: 'ann' })).items).toHaveLength(5)
    expect((await social.accounts.list(ann, { personId: 'ann' })).items).toMatchObject([
      { handle: 'ann', primary: true },
    ])
    expect(events).toHaveLength(1)
    expect(await social.people.unmerge(system, { mergeId })).toEqual(undone)
    await expect(social.people.get(ada, { personId: 'ann' })).resolves.toMatchObject({ id: 'ann', mergedInto: null })
  })
})
