import { describe, expect, it } from 'vitest'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import {
  type Activity,
  membershipChanged,
  membershipEnded,
  membershipStarted,
  personMuted,
  personUnmuted,
  system,
} from '../index.js'

const ada = actorOf('ada')
const bob = actorOf('bob')
const programmeId = 'course'

describe.each(testStores)('memberships on %s', (_name, openStore) => {
  it('are begun, changed and ended by the host, each announced once', async () => {
    const { social } = await createTestSocial({ store: openStore() })
    const events: string[] = []
    for (const event of [membershipStarted, membershipChanged, membershipEnded]) {
      social.on<typeof event>(event, ({ name, payload }) => events.push(`${name} ${payload.personId}`))
    }
    const first = await social.memberships.join(system, { programmeId, personId: 'ada' })
    expect(first).toMatchObject({ role: 'member', audience: 'programme:course' })
    expect(await social.memberships.join(system, { programmeId, personId: 'ada' })).toEqual(first)
    await social.memberships.join(system, { programmeId, personId: 'ada', role: 'manager' })
    await social.memberships.join(system, { programmeId, personId: 'bob' })
    const list = async (input: { programmeId?: string; personId?: string }) =>
      (await social.memberships.list(system, input)).items.map(({ personId, role }) => `${personId} ${role}`).toSorted()
    expect(await list({ programmeId })).toEqual(['ada manager', 'bob member'])
    await social.memberships.leave(system, { programmeId, personId: 'ada' })
    await social.memberships.leave(system, { programmeId, personId: 'ada' })
    expect(await list({ programmeId })).toEqual(['bob member'])
    expect(await list({ personId: 'ada' })).toEqual([])
    expect(events).toEqual([
      'membership.started ada',
      'membership.changed ada',
      'membership.started bob',
      'membership.ended ada',
    ])
  })

  it('are nobody’s to give themselves, and only one’s own to read', async () => {
    const { social } = await createTestSocial({ store: openStore() })
    await social.memberships.join(system, { programmeId, personId: 'ada' })
    for (const call of [
      social.memberships.join(ada, { programmeId, personId: 'ada', role: 'manager' }),
      social.memberships.leave(bob, { programmeId, personId: 'ada' }),
      social.memberships.list(ada, { programmeId }),
      social.memberships.list(bob, { personId: 'ada' }),
    ]) {
      await expect(call).rejects.toMatchObject({ code: 'forbidden' })
    }
    expect((await social.memberships.list(ada, { personId: 'ada' })).items).toHaveLength(1)
    await expect(social.memberships.list(system, {})).rejects.toMatchObject({ code: 'invalid_input' })
    for (const wrong of ['', 'x'.repeat(182), 'a\0', '\ud800']) {
      await expect(social.memberships.join(system, { programmeId: wrong, personId: 'ada' })).rejects.toMatchObject({
        code: 'invalid_input',
      })
    }
    await social.memberships.join(system, { programmeId: 'x'.repeat(181), personId: 'ada' })
  })
})

describe.each(testStores)('what is published into a programme on %s', (_name, openStore) => {
  it('is for those who take part while they do, and for nobody else', async () => {
    const { social } = await createTestSocial({ store: openStore() })
    await social.memberships.join(system, { programmeId, personId: 'ada' })
    await social.memberships.join(system, { programmeId, personId: 'bob' })
    const audience = 'programme:course' as const
    const { id: activityId } = await social.activities.publish(ada, { personId: 'ada', text: 'inside', audience })
    const feed = async (actor: typeof ada): Promise<Activity[]> =>
      (await social.feed.programme(actor, { programmeId })).items.map(({ activity }) => activity)
    expect((await feed(bob)).map(({ id }) => id)).toEqual([activityId])
    await social.comments.add(bob, { personId: 'bob', subjectId: activityId, text: 'Yes.' })
    await expect(social.shares.add(bob, { personId: 'bob', subjectId: activityId })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(social.activities.get(actorOf('cho'), { activityId })).rejects.toMatchObject({ code: 'not_found' })
    await expect(feed(actorOf('cho'))).rejects.toMatchObject({ code: 'forbidden' })
    expect(await feed(system)).toHaveLength(1)
    await social.memberships.leave(system, { programmeId, personId: 'bob' })
    await expect(feed(bob)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(social.activities.get(bob, { activityId })).rejects.toMatchObject({ code: 'not_found' })
    await expect(social.reactions.add(bob, { personId: 'bob', subjectId: activityId })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect((await social.feed.home(bob)).items).toEqual([])
    // Who has written it keeps it, even when they leave.
    await social.memberships.leave(system, { programmeId, personId: 'ada' })
    expect((await social.feed.home(ada)).items).toHaveLength(1)
  })

  it('is written by its members, and by whoever may act for everybody', async () => {
    const { social } = await createTestSocial({ store: openStore() })
    const post = { personId: 'ada', text: 'x', audience: 'programme:course' as const }
    await expect(social.activities.publish(ada, post)).rejects.toMatchObject({ code: 'forbidden' })
    const shared = await social.activities.publish(ada, { personId: 'ada', text: 'open' })
    const share = { personId: 'ada', subjectId: shared.id, audience: 'programme:course' as const }
    await expect(social.shares.add(ada, share)).rejects.toMatchObject({ code: 'forbidden' })
    await social.activities.publish(system, post)
    await social.memberships.join(system, { programmeId, personId: 'ada' })
    await social.activities.publish(ada, post)
    await social.shares.add(ada, share)
    for (const audience of ['programme:', 'programme', 'circle:x', `programme:${'x'.repeat(182)}`]) {
      await expect(social.activities.publish(system, { ...post, audience } as never)).rejects.toMatchObject({
        code: 'invalid_input',
      })
    }
  })
})

describe.each(testStores)('a mute on %s', (_name, openStore) => {
  it('keeps a person out of one’s feeds, not out of sight, and tells nobody', async () => {
    const { social } = await createTestSocial({ store: openStore() })
    const told: string[] = []
    social.on(personMuted, ({ payload }) => told.push(`muted ${payload.toId}`))
    social.on(personUnmuted, ({ payload }) => told.push(`unmuted ${payload.toId}`))
    const { id: activityId } = await social.activities.publish(bob, { personId: 'bob', text: 'loud', hashtags: ['x'] })
    const between = { personId: 'ada', otherId: 'bob' }
    await social.connections.request(ada, between)
    await social.connections.accept(bob, { personId: 'bob', otherId: 'ada' })
    await social.dispatch()
    const sizes = async () => {
      const pages = await Promise.all([
        social.feed.home(ada),
        social.feed.home(ada, { hashtag: 'x' }),
        social.feed.network(ada),
        social.feed.ranked(ada),
        social.feed.top(ada, { period: 'all' }),
        social.feed.search(ada, { text: 'loud' }),
      ])
      return pages.map(({ items }) => items.length)
    }
    const muted = await social.connections.mute(ada, between)
    expect(muted).toMatchObject({ kind: 'mute', status: 'active' })
    expect(await social.connections.mute(ada, between)).toEqual(muted)
    expect(await sizes()).toEqual([0, 0, 0, 0, 0, 0])
    expect((await social.feed.timeline(ada, { personId: 'bob' })).items).toHaveLength(1)
    await social.activities.get(ada, { activityId })
    await social.comments.add(ada, { personId: 'ada', subjectId: activityId, text: 'Still here.' })
    expect((await social.connections.list(ada, { personId: 'ada', show: 'muted' })).items).toEqual([muted])
    expect((await social.connections.list(bob, { personId: 'bob', show: 'muted' })).items).toEqual([])
    expect((await social.connections.list(ada, { personId: 'ada' })).items).toHaveLength(1)
    await expect(social.connections.mute(bob, between)).rejects.toMatchObject({ code: 'forbidden' })
    await social.connections.unmute(ada, between)
    await social.connections.unmute(ada, between)
    expect(await sizes()).toEqual([1, 1, 1, 1, 1, 1])
    await expect(social.connections.unmute(ada, { personId: 'ada', otherId: 'cho' })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(told).toEqual(['muted bob', 'unmuted bob'])
  })
})
