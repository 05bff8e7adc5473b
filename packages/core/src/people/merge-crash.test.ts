import { kyselyStore } from '@socius/storage-adapters/kysely'
import { memoryStore } from '@socius/storage-adapters/memory'
import { crashEverywhere } from '@socius/testkit/store'
import { describe, expect, it, vi } from 'vitest'
import { expectSound } from '../../test-support/expect-sound.js'
import { createListPlatform, draftsOf } from '../../test-support/list-provider.js'
import { createManualClock } from '../../test-support/manual-clock.js'
import { readEverything } from '../../test-support/read-everything.js'
import { createSeededRandom } from '../../test-support/seeded-random.js'
import { account, consent } from '../accounts/index.js'
import { activity, activityTag, comment, tally } from '../activities/index.js'
import { reaction, share } from '../activities/response.js'
import { tie } from '../graph/tie.js'
import { createSocius, system } from '../index.js'
import { outbox } from '../outbox/index.js'
import { person } from '../person/index.js'
import type { StoreAdapter } from '../store.js'
import { personTerm, personText } from './findable.js'
import { identity } from './identity.js'
import { mergeEntry, mergeTurn } from './merge.js'

// Pieces so small that these people's rows take several.
vi.mock('./merging/merge-piece.js', () => ({ mergePiece: 3 }))

const stores: [string, () => StoreAdapter][] = [
  ['memory', () => memoryStore()],
  ['sqlite', () => kyselyStore({ dialect: 'sqlite', database: ':memory:' })],
]
const merged = { fromId: 'ann', intoId: 'ada' }
const collections = [
  person,
  identity,
  personText,
  personTerm,
  account,
  consent,
  activity,
  activityTag,
  comment,
  reaction,
  share,
  tally,
  tie,
]

/** A process of its own: no two make the same ids. */
function openSocial(store: StoreAdapter, seed: number) {
  const list = createListPlatform({ pageSize: 50 })
  for (const name of ['ada', 'ann']) list.accounts.set(name, draftsOf(name, 2))
  const random = createSeededRandom(seed)
  return createSocius({ store, providers: [list.provider], clock: createManualClock(), random, dispatch: 'manual' })
}

async function fill(adapter: StoreAdapter): Promise<void> {
  const social = await openSocial(adapter, 1)
  const consent = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }
  for (const personId of ['ada', 'ann', 'bob', 'cho']) {
    await social.people.save(system, { personId, displayName: personId, skills: personId === 'ann' ? ['looms'] : [] })
  }
  for (const personId of ['ada', 'ann']) {
    await social.accounts.link(system, { personId, platform: 'list', handle: personId, consent })
  }
  await social.sync.run(system, {})
  for (const personId of ['bob', 'cho']) {
    const { id: subjectId } = await social.activities.publish(system, { personId, text: 'x', hashtags: ['tag'] })
    for (const answering of ['ada', 'ann']) await social.reactions.add(system, { personId: answering, subjectId })
    await social.comments.add(system, { personId: 'ann', subjectId, text: 'Yes.' })
    if (personId === 'bob') await social.shares.add(system, { personId: 'ann', subjectId })
    await social.connections.request(system, { personId: 'ann', otherId: personId })
    await social.connections.accept(system, { personId, otherId: 'ann' })
    await social.connections.request(system, { personId, otherId: 'ada' })
  }
  await social.connections.block(system, { personId: 'ann', otherId: 'cho' })
  await social.dispatch()
}

function openWith(open: () => StoreAdapter) {
  return async () => {
    const adapter = open()
    await fill(adapter)
    return { adapter, close: () => adapter.close() }
  }
}

const rows = (adapter: StoreAdapter) => readEverything(adapter, collections)

async function namesOf(adapter: StoreAdapter, verb: string): Promise<number> {
  const { outbox: entries } = await readEverything(adapter, [outbox])
  const events = (entries ?? []).flatMap((entry) => entry['events'] as { name: string }[])
  return events.filter(({ name }) => name === verb).length
}

async function expectOver(adapter: StoreAdapter, verb: string): Promise<void> {
  expect(await readEverything(adapter, [mergeTurn])).toEqual({ merge_turn: [] })
  expect(await namesOf(adapter, verb)).toBe(1)
  await expectSound(adapter)
}

describe.each(stores)('a merge on %s whose process dies anywhere', (_name, open) => {
  it('is finished by whoever comes next, and can be undone', async () => {
    const first = await openWith(open)()
    const before = await rows(first.adapter)
    await first.close()
    let calm: Awaited<ReturnType<typeof rows>> | undefined
    const points = await crashEverywhere({
      open: openWith(open),
      run: async (adapter) => (await openSocial(adapter, 2)).people.merge(system, merged),
      async check(adapter, point) {
        const social = await openSocial(adapter, 3)
        // What was begun is finished by the reaction alone; what was not is asked for again.
        await social.dispatch()
        const { items } = await social.people.merges(system)
        const { id: mergeId } = items[0] ?? (await social.people.merge(system, merged))
        const reached = await rows(adapter)
        calm ??= reached
        expect(reached, JSON.stringify(point)).toEqual(calm)
        expect(await social.people.merges(system)).toMatchObject({ items: [{ id: mergeId, state: 'merged' }] })
        await expectOver(adapter, 'person.merged')
        await social.people.unmerge(system, { mergeId })
        expect(await rows(adapter), JSON.stringify(point)).toEqual(before)
      },
    })
    expect(points).toBeGreaterThan(60)
  })

  it('is finished by being asked for again', async () => {
    await crashEverywhere({
      open: openWith(open),
      run: async (adapter) => (await openSocial(adapter, 2)).people.merge(system, merged),
      async check(adapter) {
        const social = await openSocial(adapter, 3)
        expect(await social.people.merge(system, merged)).toMatchObject({ state: 'merged' })
        await expectOver(adapter, 'person.merged')
      },
    })
  })

  it('is undone as surely', async () => {
    let before: Awaited<ReturnType<typeof rows>> | undefined
    const mergeIdOf = async (adapter: StoreAdapter) => {
      const { items } = await (await openSocial(adapter, 5)).people.merges(system)
      return items[0]?.id ?? ''
    }
    const points = await crashEverywhere({
      open: openWith(open),
      async before(adapter) {
        before = await rows(adapter)
        await (await openSocial(adapter, 4)).people.merge(system, merged)
      },
      run: async (adapter) =>
        (await openSocial(adapter, 6)).people.unmerge(system, { mergeId: await mergeIdOf(adapter) }),
      async check(adapter, point) {
        const social = await openSocial(adapter, 3)
        await social.dispatch()
        const mergeId = await mergeIdOf(adapter)
        expect(await social.people.unmerge(system, { mergeId })).toMatchObject({ state: 'unmerged' })
        expect(await rows(adapter), JSON.stringify(point)).toEqual(before)
        await expectOver(adapter, 'person.unmerged')
        expect(await readEverything(adapter, [mergeEntry])).toEqual({ merge_entry: [] })
      },
    })
    expect(points).toBeGreaterThan(60)
  })
})
