import { memoryStore } from '@socius/storage-adapters/memory'
import { describe, expect, it } from 'vitest'
import { createListPlatform, draftOf, draftsOf } from '../../test-support/list-provider.js'
import { createManualClock } from '../../test-support/manual-clock.js'
import { readEverything } from '../../test-support/read-everything.js'
import { activity } from '../activities/activity.js'
import { createSocius, type SyncOptions, system } from '../index.js'
import type { ActivityDraft } from '../provider.js'

const hour = 3_600_000
const day = 24 * hour
const consent = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }

/** An account whose posts are `age` old and have been read. */
async function setUp(options: { posts: number; age?: number; batchSize?: number; sync?: SyncOptions }) {
  const { posts, age = day, batchSize = 25, sync } = options
  const list = createListPlatform({ batchSize })
  const clock = createManualClock()
  const store = memoryStore()
  const social = await createSocius({
    store,
    clock,
    dispatch: 'manual',
    providers: [list.provider],
    ...(sync ? { sync } : {}),
  })
  list.accounts.set('ada', draftsOf('ada', posts, clock.now() - age))
  await social.accounts.link(system, { personId: 'ada', platform: 'list', handle: 'ada', consent })
  await social.dispatch()
  await social.sync.runDue(system)
  const rows = async () => (await readEverything(store, [activity]))['activity'] ?? []
  const states = async () => {
    const counted: Record<string, number> = {}
    for (const row of await rows()) counted[String(row['state'])] = (counted[String(row['state'])] ?? 0) + 1
    return counted
  }
  const refreshDue = async () => {
    const { accounts } = await social.sync.runDue(system)
    return accounts.filter(({ stream }) => stream === 'refresh')
  }
  return { list, clock, social, rows, states, refreshDue }
}

describe('the look-ups that are due', () => {
  it('come by the age and the velocity of each activity, and rest in between', async () => {
    const { list, clock, rows, refreshDue } = await setUp({ posts: 4, age: 8 * day })
    const drafts = list.accounts.get('ada') ?? []
    clock.advance(64 * hour)
    const noticed = drafts.map((draft, place): ActivityDraft => {
      return place === 0 ? { ...draft, counts: { ...draft.counts, likes: 5000 } } : draft
    })
    list.accounts.set('ada', noticed)
    // The run that is due as well has seen the counts first: what they did is not forgotten.
    expect(await refreshDue()).toMatchObject([{ outcome: 'completed', fetched: 4, measured: 0 }])
    const inHours = (await rows()).map((row) => [row['externalId'], (Number(row['checkAt']) - clock.now()) / hour])
    expect(Object.fromEntries(inHours)).toEqual({ 'ada-4': 1, 'ada-3': 128, 'ada-2': 128, 'ada-1': 128 })
    clock.advance(hour)
    // Its call is filled with what is due next: it costs no more.
    expect(await refreshDue()).toMatchObject([{ fetched: 4, calls: 1 }])
  })

  it('ask for no more than is due where each id costs a call', async () => {
    const { clock, list, refreshDue, rows } = await setUp({ posts: 4, age: 8 * day, batchSize: 1 })
    clock.advance(64 * hour)
    const [first, ...rest] = list.accounts.get('ada') ?? []
    if (!first) throw new Error('There are four.')
    list.accounts.set('ada', [{ ...first, counts: { ...first.counts, likes: 5000 } }, ...rest])
    expect(await refreshDue()).toMatchObject([{ fetched: 3, calls: 3 }])
    clock.advance(hour)
    expect(await refreshDue()).toMatchObject([{ fetched: 1, calls: 1 }])
    expect((await rows()).map((row) => row['state'])).toEqual(['present', 'present', 'present', 'present'])
  })

  it('end, and go on later, when there are more than a turn allows', async () => {
    const { clock, social } = await setUp({ posts: 90, batchSize: 5, sync: { pagesPerTurn: 2 } })
    clock.advance(8 * hour)
    const { accounts } = await social.sync.runDue(system)
    const refreshes = accounts.filter(({ stream }) => stream === 'refresh')
    expect(refreshes.map(({ outcome, fetched }) => `${outcome} ${fetched}`)).toEqual(['partial 50', 'completed 40'])
  })

  it('cannot empty an account a few ids at a time when its platform has lost its mind', async () => {
    const { clock, list, refreshDue, states } = await setUp({ posts: 40, batchSize: 1 })
    const all = list.accounts.get('ada') ?? []
    // They are due at different times, in ones and twos.
    list.accounts.set('ada', [])
    for (let hours = 0; hours < 96; hours += 4) {
      clock.advance(4 * hour)
      for (const report of await refreshDue()) expect(report).toMatchObject({ deleted: 0 })
    }
    expect((await states())['deleted']).toBeUndefined()
    list.accounts.set('ada', all)
    for (let hours = 0; hours < 200; hours += 8) {
      clock.advance(8 * hour)
      await refreshDue()
    }
    expect(await states()).toEqual({ present: 40 })
  })

  it('believe no few that are missing where most others are missing, too, for the first time', async () => {
    const { clock, list, social, states } = await setUp({ posts: 1, batchSize: 1 })
    // Of many ages, so that they are due one by one.
    const old = Array.from({ length: 40 }, (_, place) =>
      draftOf('ada', `old-${place}`, { publishedAt: clock.now() - (place + 4) * 9 * hour }),
    )
    const posts = [...(list.accounts.get('ada') ?? []), ...old]
    list.accounts.set('ada', posts)
    await social.sync.run(system, { full: true })
    list.accounts.set('ada', [])
    for (let hours = 0; hours < 240; hours += 1) {
      clock.advance(hour)
      await social.sync.runDue(system)
    }
    expect((await states())['deleted']).toBeUndefined()
    list.accounts.set('ada', posts)
    await social.sync.run(system, { full: true })
    expect(await states()).toEqual({ present: 41 })
  })

  it('erase what is gone while most is there', async () => {
    const { clock, list, refreshDue, states, rows } = await setUp({ posts: 12, batchSize: 1 })
    list.accounts.set('ada', (list.accounts.get('ada') ?? []).slice(2))
    clock.advance(8 * hour)
    expect(await refreshDue()).toMatchObject([{ suspected: 2, deleted: 0 }])
    clock.advance(hour)
    // Both that are due are missing: others are asked for before that is believed.
    const [report] = await refreshDue()
    expect(report).toMatchObject({ deleted: 2, fetched: 12 })
    expect(await states()).toEqual({ present: 10, deleted: 2 })
    const erased = (await rows()).filter((row) => row['state'] === 'deleted')
    expect(erased.map((row) => [row['text'], row['checkAt']])).toEqual([
      [null, null],
      [null, null],
    ])
  })

  it('begin again for what was taken for gone and is seen again', async () => {
    const { clock, list, refreshDue, states, social } = await setUp({ posts: 12 })
    const all = list.accounts.get('ada') ?? []
    list.accounts.set('ada', all.slice(1))
    for (const wait of [8, 1]) {
      clock.advance(wait * hour)
      await refreshDue()
    }
    expect(await states()).toEqual({ present: 11, deleted: 1 })
    list.accounts.set('ada', all)
    await social.sync.run(system, { full: true })
    expect(await states()).toEqual({ present: 12 })
    clock.advance(60 * day)
    expect(await refreshDue()).toMatchObject([{ fetched: 12 }])
  })
})

describe('a refresh of everything', () => {
  it('looks at each row once, whatever is due, also when clocks were wrong', async () => {
    const { clock, list, social } = await setUp({ posts: 230, age: 40 * day })
    const calls = list.calls
    expect(await social.sync.refresh(system)).toMatchObject({ fetched: 230 })
    expect(list.calls - calls).toBe(10)
    expect(await social.sync.refresh(system)).toMatchObject({ fetched: 230 })
    clock.advance(-365 * day)
    expect(await social.sync.refresh(system)).toMatchObject({ fetched: 230 })
    clock.advance(2 * 365 * day)
    expect(await social.sync.refresh(system)).toMatchObject({ fetched: 230 })
    clock.advance(-365 * day)
    expect(await social.sync.refresh(system)).toMatchObject({ fetched: 230 })
  })

  it('may be held to a time of publication', async () => {
    const { clock, social } = await setUp({ posts: 30 })
    const publishedAfter = clock.now() - day - 9.5 * 60_000
    expect(await social.sync.refresh(system, { publishedAfter })).toMatchObject({ fetched: 10 })
  })
})
