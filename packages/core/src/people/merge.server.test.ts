import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { expectSound } from '../../test-support/expect-sound.js'
import { createListPlatform, draftsOf, type ListPlatform } from '../../test-support/list-provider.js'
import { readEverything } from '../../test-support/read-everything.js'
import { testServers } from '../../test-support/test-servers.js'
import { account, consent } from '../accounts/index.js'
import { activity, activityTag, comment, tally } from '../activities/index.js'
import { reaction, share } from '../activities/response.js'
import { tie } from '../graph/tie.js'
import { createSocius, isSociusError, type Socius, systemOf } from '../index.js'
import { person } from '../person/index.js'
import type { StoreAdapter } from '../store.js'
import { identity } from './identity.js'

// Many small pieces: what happens at the same time happens between them.
vi.mock('./merging/merge-piece.js', () => ({ mergePiece: 3 }))

const servers = testServers()

const given = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }
const merged = { fromId: 'ann', intoId: 'ada' }
const facts = [person, identity, account, consent, activity, activityTag, comment, reaction, share, tally, tie]

// Stores in one process let writers take turns; servers let them meet.
describe.each(servers)('merges on $name, when much happens at once', ({ isMissing, open }) => {
  let social: Socius
  let store: StoreAdapter
  let list: ListPlatform
  let tenants = 0

  beforeAll(async () => {
    if (isMissing) return
    store = open()
    list = createListPlatform({ pageSize: 4 })
    for (const name of ['ada', 'ann']) list.accounts.set(name, draftsOf(name, 20))
    social = await createSocius({ store, providers: [list.provider], dispatch: 'manual' })
  })
  afterAll(() => social?.close())

  async function openTenant(people = ['ada', 'ann', 'bob', 'cho']) {
    const actor = systemOf(`t${tenants++}`)
    for (const personId of people) await social.people.save(actor, { personId, displayName: personId })
    const publish = async (personId: string) =>
      (await social.activities.publish(actor, { personId, text: 'x', hashtags: ['tag'] })).id
    const rows = async () => {
      const all = await readEverything(store, facts)
      return Object.fromEntries(
        Object.entries(all).map(([name, of]) => [name, of.filter(({ tenant }) => tenant === actor.tenant)]),
      )
    }
    return { actor, publish, rows, sound: () => expectSound(store, actor.tenant) }
  }

  /** Calls that were refused because somebody was merged away; any other failure fails the test. */
  function refused(outcomes: readonly PromiseSettledResult<unknown>[]): number {
    const rejected = outcomes.filter((outcome) => outcome.status === 'rejected')
    for (const { reason } of rejected) expect(isSociusError(reason) ? reason.code : reason).toBe('conflict')
    return rejected.length
  }

  it.skipIf(isMissing)(
    'lose nothing that is written in either name, and let nothing be written in the old one',
    async () => {
      const { actor, publish, sound } = await openTenant()
      const subjects = await Promise.all(Array.from({ length: 8 }, () => publish('bob')))
      for (let turn = 0; turn < 10; turn++) await publish('ann')
      const names = ['ann', 'ada']
      const writes = subjects.flatMap((subjectId) =>
        names.flatMap((personId) => [
          () => social.reactions.add(actor, { personId, subjectId }),
          () => social.comments.add(actor, { personId, subjectId, text: 'Yes.' }),
          () => social.shares.add(actor, { personId, subjectId }),
          () => publish(personId),
          () => social.connections.request(actor, { personId, otherId: 'bob' }),
          () => social.connections.request(actor, { personId: 'bob', otherId: personId }),
          () => social.connections.block(actor, { personId: 'cho', otherId: personId }),
        ]),
      )
      // What merges is loaded by the first that asks: here it begins before the second half is written.
      await social.people.previewMerge(actor, merged)
      const half = Math.floor(writes.length / 2)
      const first = writes.slice(0, half).map((write) => write())
      const merge = social.people.merge(actor, merged)
      await setImmediate()
      const second = writes.slice(half).map((write) => write())
      const outcomes = await Promise.allSettled([...first, merge, ...second])
      const failed = refused(outcomes)
      expect(outcomes[half]).toMatchObject({ status: 'fulfilled', value: { state: 'merged' } })
      expect(failed).toBeGreaterThan(0)
      await sound()
      const written = (place: number) =>
        outcomes.filter((_, at) => at !== half && (at < half ? at : at - 1) % 7 === place)
      const kept = (place: number) => written(place).filter(({ status }) => status === 'fulfilled').length
      const here = await Promise.all(
        subjects.map((subjectId) => social.comments.list(actor, { subjectId, limit: 100 })),
      )
      expect(here.flatMap(({ items }) => items)).toHaveLength(kept(1))
      const { items } = await social.feed.timeline(actor, { personId: 'ada', limit: 100 })
      expect(items).toHaveLength(10 + kept(2) + kept(3))
      expect((await social.connections.list(actor, { personId: 'ada', show: 'accepted' })).items).toHaveLength(1)
    },
  )

  it.skipIf(isMissing)('and their undoing lose nothing either', async () => {
    const { actor, publish, sound } = await openTenant()
    const subjects = await Promise.all(Array.from({ length: 8 }, () => publish('bob')))
    for (const subjectId of subjects) {
      for (const personId of ['ann', 'ada']) await social.reactions.add(actor, { personId, subjectId })
    }
    const { id: mergeId } = await social.people.merge(actor, merged)
    const writes = subjects.flatMap((subjectId, place) => [
      () => social.comments.add(actor, { personId: 'ada', subjectId, text: 'Yes.' }),
      ...(place % 2 === 0 ? [() => social.reactions.remove(actor, { personId: 'ada', subjectId })] : []),
    ])
    const outcomes = await Promise.allSettled([
      ...writes.map((write) => write()),
      social.people.unmerge(actor, { mergeId }),
      social.people.unmerge(actor, { mergeId }),
    ])
    expect(refused(outcomes)).toBe(0)
    await sound()
    for (const subjectId of subjects) {
      expect((await social.comments.list(actor, { subjectId })).items.map(({ personId }) => personId)).toEqual(['ada'])
    }
  })

  it.skipIf(isMissing)('that are asked for many times are done once', async () => {
    const { actor, publish, sound } = await openTenant()
    for (let turn = 0; turn < 10; turn++) await publish('ann')
    const done = await Promise.all(Array.from({ length: 5 }, () => social.people.merge(actor, merged)))
    expect(new Set(done.map(({ id }) => id)).size).toBe(1)
    expect(new Set(done.map(({ state }) => state))).toEqual(new Set(['merged']))
    expect((await social.people.merges(actor)).items).toHaveLength(1)
    await sound()
  })

  it.skipIf(isMissing)(
    'of one person into two make one of them, and of two people who know each other both',
    async () => {
      const { actor, rows, sound } = await openTenant(['ada', 'ann', 'bob', 'cho', 'dan'])
      const people = ['ada', 'ann', 'bob', 'cho', 'dan']
      for (const personId of people) {
        for (const otherId of people.filter((id) => id > personId)) {
          await social.connections.request(actor, { personId, otherId })
          if (otherId !== 'dan') await social.connections.accept(actor, { personId: otherId, otherId: personId })
        }
      }
      const before = await rows()
      const outcomes = await Promise.allSettled([
        social.people.merge(actor, merged),
        social.people.merge(actor, { fromId: 'ann', intoId: 'bob' }),
        social.people.merge(actor, { fromId: 'cho', intoId: 'dan' }),
      ])
      expect(refused(outcomes)).toBe(1)
      await sound()
      const { items } = await social.people.merges(actor)
      expect(items).toHaveLength(2)
      for (const { id: mergeId } of items) await social.people.unmerge(actor, { mergeId })
      expect(await rows()).toEqual(before)
    },
  )

  it.skipIf(isMissing)('meet syncs and links, and every item has one owner', async () => {
    for (let turn = 0; turn < 3; turn++) {
      const { actor, sound } = await openTenant()
      const link = (personId: string, handle: string) =>
        social.accounts.link(actor, { personId, platform: 'list', handle, consent: given })
      await link('ann', 'ann')
      const outcomes = await Promise.allSettled([
        social.sync.run(actor, {}),
        social.people.merge(actor, merged),
        link('ann', 'ada'),
        social.sync.run(actor, {}),
      ])
      refused(outcomes)
      await sound()
      await social.sync.run(actor, {})
      const again = await social.sync.run(actor, { full: true })
      expect(again).toMatchObject({ created: 0, updated: 0 })
      await sound()
      const { items } = await social.people.merges(actor)
      await Promise.all([
        social.people.unmerge(actor, { mergeId: items[0]?.id ?? '' }),
        social.sync.run(actor, { full: true }),
      ])
      await sound()
      await social.sync.run(actor, { full: true })
      await sound()
      const { items: synced } = await social.feed.timeline(actor, { personId: 'ann', limit: 100 })
      expect(synced.length).toBeGreaterThanOrEqual(20)
    }
  })
})
