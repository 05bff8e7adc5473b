import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProfilePlatform, profileOf } from '../../test-support/profile-platform.js'
import { testServers } from '../../test-support/test-servers.js'
import { createSocius, type Socius, systemOf } from '../index.js'

const servers = testServers()

const given = { purposes: ['sync'] as 'sync'[], text: 'v1' }

// Stores in one process let writers take turns; servers let them meet.
describe.each(servers)('facts on $name, when much happens at once', ({ isMissing, open }) => {
  let social: Socius
  let tenants = 0
  const nextTenant = () => systemOf(`t${tenants++}`)

  beforeAll(async () => {
    if (isMissing) return
    social = await createSocius({
      store: open(),
      providers: [createProfilePlatform('one', (handle) => profileOf(handle))],
      dispatch: 'manual',
    })
  })
  afterAll(() => social?.close())

  it.skipIf(isMissing)('count every reaction and comment once', async () => {
    const actor = nextTenant()
    const { id: subjectId } = await social.activities.publish(actor, { personId: 'ada', text: 'x' })
    const people = Array.from({ length: 40 }, (_, place) => `p${place % 20}`)
    await Promise.all([
      ...people.map((personId) => social.reactions.add(actor, { personId, subjectId })),
      ...people.map((personId) => social.comments.add(actor, { personId, subjectId, text: 'x' })),
    ])
    const received = async () => (await social.feed.timeline(actor, { personId: 'ada' })).items[0]?.here
    expect(await received()).toEqual({ reactions: 20, comments: 40, shares: 0 })
    const shared = await social.shares.add(actor, { personId: 'bob', subjectId })
    await Promise.allSettled([
      ...people.map((personId) => social.reactions.remove(actor, { personId, subjectId })),
      ...people.slice(0, 5).map(() => social.activities.remove(actor, { activityId: shared.id })),
    ])
    expect(await received()).toEqual({ reactions: 0, comments: 40, shares: 0 })
  })

  it.skipIf(isMissing)('keep what each of several saves has changed', async () => {
    const actor = nextTenant()
    const { id: activityId } = await social.activities.publish(actor, { personId: 'ada', text: 'x' })
    await Promise.all([
      social.people.save(actor, { personId: 'ada', displayName: 'Ada' }),
      social.people.save(actor, { personId: 'ada', title: 'Countess' }),
      social.people.save(actor, { personId: 'ada', company: 'Engine' }),
      social.activities.annotate(actor, { activityId, note: 'Good.' }),
      social.activities.annotate(actor, { activityId, programmeId: 'p' }),
      social.activities.annotate(actor, { activityId, isProfessional: true }),
    ])
    expect(await social.people.get(actor, { personId: 'ada' })).toMatchObject({
      displayName: 'Ada',
      title: 'Countess',
      company: 'Engine',
    })
    expect(await social.activities.annotate(actor, { activityId })).toMatchObject({
      note: 'Good.',
      programmeId: 'p',
      isProfessional: true,
    })
  })

  it.skipIf(isMissing)('connect two people who ask each other, and end all with a block', async () => {
    const actor = nextTenant()
    const sides = [
      { personId: 'ada', otherId: 'bob' },
      { personId: 'bob', otherId: 'ada' },
    ] as const
    const accepted = async () =>
      (await Promise.all(sides.map(({ personId }) => social.connections.list(actor, { personId })))).map(
        ({ items }) => items.length,
      )
    await Promise.all([...sides, ...sides, ...sides].map((side) => social.connections.request(actor, side)))
    expect(await accepted()).toEqual([1, 1])
    await Promise.allSettled([
      social.connections.block(actor, sides[0]),
      social.connections.request(actor, sides[1]),
      social.connections.withdraw(actor, sides[1]),
      social.connections.request(actor, sides[0]),
    ])
    expect(await accepted()).toEqual([0, 0])
    await expect(social.connections.request(actor, sides[1])).rejects.toMatchObject({ code: 'forbidden' })
  })

  it.skipIf(isMissing)('leave one account of a person that counts, and one person an account', async () => {
    const actor = nextTenant()
    const link = (personId: string, handle: string) =>
      social.accounts.link(actor, { personId, platform: 'one', handle, consent: given, primary: handle > 'b' })
    const handles = ['a', 'b', 'c', 'd']
    const linked = await Promise.all(handles.map((handle) => link('ada', handle)))
    const primaries = async () =>
      (await social.accounts.list(actor, { personId: 'ada' })).items.filter(({ primary }) => primary)
    expect(await primaries()).toHaveLength(1)
    await Promise.all(linked.slice(1).map(({ id }) => social.accounts.disconnect(actor, { accountId: id })))
    expect(await primaries()).toMatchObject([{ externalId: 'a' }])
    const claims = await Promise.allSettled(['bob', 'cho', 'dan'].map((personId) => link(personId, 'shared')))
    expect(claims.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected'])
  })

  it.skipIf(isMissing)('let no account rest on a consent that is withdrawn at that moment', async () => {
    const actor = nextTenant()
    for (let turn = 0; turn < 5; turn++) {
      const personId = `p${turn}`
      const { id: consentId } = await social.consents.grant(actor, { personId, ...given })
      await Promise.allSettled([
        ...['a', 'b', 'c'].map((handle) =>
          social.accounts.link(actor, { personId, platform: 'one', handle: `${handle}${turn}`, consentId }),
        ),
        social.consents.withdraw(actor, { consentId }),
      ])
      const { items } = await social.accounts.list(actor, { personId })
      expect(items.filter(({ state }) => state !== 'disconnected')).toEqual([])
    }
  })
})
