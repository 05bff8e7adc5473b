import { memoryStore } from '@socius/storage-adapters/memory'
import { describe, expect, it } from 'vitest'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { createListPlatform, draftOf, draftsOf } from '../../test-support/list-provider.js'
import { readEverything } from '../../test-support/read-everything.js'
import { tally } from '../activities/index.js'
import { reaction } from '../activities/response.js'
import { personMerged, personUnmerged, type SociusEvent, system, systemOf } from '../index.js'
import type { StoreAdapter } from '../store.js'
import { mergeEntry } from './merge.js'

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

describe.each(testStores)('a person who was merged away, on %s', (_name, openStore) => {
  it('is read as the one they turned out to be, through any number of merges', async () => {
    const { social } = await open(openStore())
    await social.people.save(system, { personId: 'bob', displayName: 'Bob', bio: 'x', visibility: { bio: 'private' } })
    await social.people.merge(system, merged)
    await social.people.merge(system, { fromId: 'ada', intoId: 'bob' })
    expect(await social.people.get(actorOf('eve'), { personId: 'ann' })).toMatchObject({ id: 'bob', bio: null })
    await social.connections.block(system, { personId: 'bob', otherId: 'eve' })
    await expect(social.people.get(actorOf('eve'), { personId: 'ann' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is refused whatever is written in that name, or to that name, and told where to go', async () => {
    const { social } = await open(openStore())
    const { id: subjectId } = await social.activities.publish(system, { personId: 'bob', text: 'x' })
    await social.connections.request(system, { personId: 'bob', otherId: 'ann' })
    await social.people.merge(system, merged)
    const { connections } = social
    const calls = [
      () => social.people.save(ann, { personId: 'ann', bio: 'x' }),
      () => social.activities.publish(ann, { personId: 'ann', text: 'x' }),
      () => social.comments.add(ann, { personId: 'ann', subjectId, text: 'x' }),
      () => social.reactions.add(ann, { personId: 'ann', subjectId }),
      () => social.shares.add(ann, { personId: 'ann', subjectId }),
      () => social.consents.grant(ann, { personId: 'ann', purposes: ['sync'], text: 'v1' }),
      () => social.accounts.link(ann, { personId: 'ann', platform: 'list', handle: 'ann', consent: given }),
      () => social.people.merge(system, { fromId: 'ann', intoId: 'bob' }),
      () => social.people.merge(system, { fromId: 'bob', intoId: 'ann' }),
      ...(['request', 'accept', 'decline', 'withdraw', 'block', 'unblock'] as const).flatMap((verb) => [
        () => connections[verb](ann, { personId: 'ann', otherId: 'bob' }),
        () => connections[verb](actorOf('bob'), { personId: 'bob', otherId: 'ann' }),
      ]),
    ]
    for (const call of calls) {
      await expect(call()).rejects.toMatchObject({ code: 'conflict', details: { personId: 'ann', mergedInto: 'ada' } })
    }
    expect((await connections.list(ada, { personId: 'ada', show: 'incoming' })).items).toHaveLength(1)
  })

  it('fills what the other says nothing of, hidden as it was', async () => {
    const { social } = await open(openStore())
    const own = await social.people.save(system, {
      personId: 'ada',
      displayName: 'Ada',
      visibility: { goals: 'connections' },
    })
    await social.people.save(system, {
      personId: 'ann',
      displayName: 'Ann',
      bio: 'weaver',
      skills: ['looms'],
      goals: ['a chair'],
      visibility: { bio: 'private', goals: 'public' },
    })
    const done = await social.people.merge(system, merged)
    expect(done.filled.toSorted()).toEqual(['bio', 'goals', 'skills'])
    expect(await social.people.get(ada, { personId: 'ada' })).toMatchObject({
      displayName: 'Ada',
      bio: 'weaver',
      skills: ['looms'],
      goals: ['a chair'],
      visibility: { bio: 'private', goals: 'connections' },
    })
    await social.people.save(system, { personId: 'ada', skills: ['looms', 'chess'] })
    await social.people.unmerge(system, { mergeId: done.id })
    expect(await social.people.get(ada, { personId: 'ada' })).toEqual({ ...own, skills: ['looms', 'chess'] })
  })
})

describe('people.merge', () => {
  it('is for those who may act for everybody, and for people who are there', async () => {
    const { social } = await open(memoryStore())
    const { id: mergeId } = await social.people.merge(system, { fromId: 'bob', intoId: 'ada' })
    await expect(social.people.merge(ada, merged)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(social.people.unmerge(ada, { mergeId })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(social.people.merges(ada)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(social.people.unmerge(systemOf('other'), { mergeId })).rejects.toMatchObject({ code: 'not_found' })
    await expect(social.people.unmerge(system, { mergeId: 'none' })).rejects.toMatchObject({ code: 'not_found' })
    for (const people of [
      { fromId: 'nobody', intoId: 'ada' },
      { fromId: 'ann', intoId: 'nobody' },
    ]) {
      await expect(social.people.merge(system, people)).rejects.toMatchObject({ code: 'not_found' })
    }
    await expect(social.people.merge(system, { fromId: 'ada', intoId: 'ada' })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    // What was refused keeps nobody waiting.
    await expect(social.people.merge(system, merged)).resolves.toMatchObject({ state: 'merged' })
  })

  it('is undone after the merges that rest on it, which are named', async () => {
    const { social } = await open(memoryStore())
    await social.connections.request(system, { personId: 'ann', otherId: 'bob' })
    await social.people.save(system, { personId: 'cho' })
    const { id: first } = await social.people.merge(system, merged)
    const { id: crossing } = await social.people.merge(system, { fromId: 'bob', intoId: 'cho' })
    await expect(social.people.unmerge(system, { mergeId: first })).rejects.toMatchObject({
      code: 'conflict',
      details: { mergeIds: [crossing] },
    })
    expect(await social.people.previewUnmerge(system, { mergeId: first })).toEqual({ undoneFirst: [crossing] })
    await social.people.unmerge(system, { mergeId: crossing })
    const { id: onwards } = await social.people.merge(system, { fromId: 'ada', intoId: 'cho' })
    expect(await social.people.previewUnmerge(system, { mergeId: first })).toEqual({ undoneFirst: [onwards] })
    await social.people.unmerge(system, { mergeId: onwards })
    await social.people.unmerge(system, { mergeId: first })
    expect((await social.connections.list(ann, { personId: 'ann', show: 'outgoing' })).items).toHaveLength(1)
  })

  it('says beforehand what it would move, and moves nothing', async () => {
    const { social, link } = await open(memoryStore())
    await link('ann')
    await social.sync.run(system, {})
    await social.people.save(system, { personId: 'ann', bio: 'x' })
    const preview = await social.people.previewMerge(system, merged)
    expect(preview).toEqual({
      filled: ['bio'],
      rows: { identity: 1, account: 1, consent: 1, activity: 5, activity_tag: 2 },
    })
    expect((await social.people.merges(system)).items).toEqual([])
    expect((await social.feed.timeline(system, { personId: 'ann' })).items).toHaveLength(5)
  })

  it('lets a sync go on that began before it, in the name of whoever the account belongs to', async () => {
    const { social, link, list } = await open(memoryStore())
    await link('ann')
    list.onCall = async (reader) => {
      if (reader === 'activities') await social.people.merge(system, merged)
      list.onCall = () => undefined
    }
    await social.sync.run(system, {})
    const rerun = await social.sync.run(system, {})
    expect(rerun.accounts).toMatchObject([{ outcome: 'completed' }])
    expect((await social.feed.timeline(system, { personId: 'ada' })).items).toHaveLength(5)
    expect((await social.feed.timeline(system, { personId: 'ann' })).items).toEqual([])
  })

  it('makes a sync write nothing anew', async () => {
    const { social, link, list } = await open(memoryStore())
    await link('ann')
    await link('ada')
    await social.sync.run(system, {})
    const timeline = await social.feed.timeline(system, { personId: 'ann', limit: 1 })
    const subject = timeline.items[0]?.activity
    const subjectExternalId = subject?.externalId ?? ''
    const saidBy = (author: string, externalId: string) => ({ ...draftOf(author, externalId), subjectExternalId })
    list.comments.set(subjectExternalId, [saidBy('ann', 'c1'), saidBy('ada', 'c2')])
    const both = async () => {
      const run = await social.sync.run(system, { full: true })
      const comments = await social.sync.comments(system, { activityId: subject?.id ?? '' })
      return [run, comments].map(({ created, updated }) => ({ created, updated }))
    }
    const none = { created: 0, updated: 0 }
    expect(await both()).toEqual([none, { created: 2, updated: 0 }])
    const { id: mergeId } = await social.people.merge(system, merged)
    expect(await both()).toEqual([none, none])
    list.comments.get(subjectExternalId)?.push(saidBy('ann', 'c3'))
    expect(await both()).toEqual([none, { created: 1, updated: 0 }])
    await social.people.unmerge(system, { mergeId })
    expect(await both()).toEqual([none, none])
    const { items } = await social.comments.list(system, { subjectId: subject?.id ?? '' })
    expect(items.map(({ externalId, personId }) => [externalId, personId]).toSorted()).toEqual([
      ['c1', 'ann'],
      ['c2', 'ada'],
      ['c3', 'ann'],
    ])
  })
})

describe.each(testStores)('a consent of a person who was merged, on %s', (_name, openStore) => {
  it('is withdrawn with all that rests on it, which no unmerge brings back', async () => {
    const { social, link, store } = await open(openStore())
    await link('ann')
    await social.sync.run(system, {})
    const [subject] = (await social.feed.timeline(system, { personId: 'ann' })).items
    const subjectId = subject?.activity.id ?? ''
    for (const personId of ['ada', 'ann']) await social.reactions.add(system, { personId, subjectId })
    const { id: mergeId } = await social.people.merge(system, merged)
    const [granted] = (await social.consents.list(ada, { personId: 'ada' })).items
    await social.consents.withdraw(ada, { consentId: granted?.id ?? '' })
    await social.dispatch()
    expect((await social.feed.timeline(system, { personId: 'ada' })).items).toEqual([])
    const journal = JSON.stringify((await readEverything(store, [mergeEntry]))['merge_entry']?.map(({ note }) => note))
    expect(journal).not.toContain('like')
    await social.people.unmerge(system, { mergeId })
    for (const personId of ['ada', 'ann']) {
      expect((await social.feed.timeline(system, { personId })).items).toEqual([])
    }
    expect(await readEverything(store, [reaction, tally])).toEqual({ reaction: [], tally: [] })
    expect((await social.consents.list(ann, { personId: 'ann' })).items).toMatchObject([
      { id: granted?.id, personId: 'ann' },
    ])
  })

  it('erases what rests on it though it was withdrawn a moment before', async () => {
    const { social, link } = await open(openStore())
    await link('ann')
    await social.sync.run(system, {})
    const [granted] = (await social.consents.list(ann, { personId: 'ann' })).items
    await social.consents.withdraw(ann, { consentId: granted?.id ?? '' })
    await social.people.merge(system, merged)
    await social.dispatch()
    expect((await social.feed.timeline(system, { personId: 'ada' })).items).toEqual([])
  })

  it('goes back with the account that was linked anew on it', async () => {
    const { social, link } = await open(openStore())
    await link('ann')
    const { id: mergeId } = await social.people.merge(system, merged)
    const again = await social.accounts.link(ada, { personId: 'ada', platform: 'list', handle: 'ann', consent: given })
    await social.accounts.link(ada, { personId: 'ada', platform: 'list', handle: 'ada', consent: given })
    await social.people.unmerge(system, { mergeId })
    const consents = async (personId: string) =>
      (await social.consents.list(system, { personId })).items.map(({ id }) => id).toSorted()
    expect(await consents('ann')).toContain(again.consentId)
    expect(await consents('ann')).toHaveLength(2)
    expect(await consents('ada')).toHaveLength(1)
    await social.consents.withdraw(ann, { consentId: again.consentId })
    expect((await social.accounts.list(ann, { personId: 'ann' })).items).toMatchObject([{ state: 'disconnected' }])
  })
})
