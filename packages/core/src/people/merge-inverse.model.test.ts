import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { expectSound } from '../../test-support/expect-sound.js'
import { createHistory, historyPeople, historyPlatform, historyStep } from '../../test-support/random-history.js'
import { readEverything } from '../../test-support/read-everything.js'
import { accounts, consents } from '../accounts/index.js'
import { activities, comments, reactions, shares } from '../activities/index.js'
import { createFeedModule } from '../feed/index.js'
import { connections, memberships } from '../graph/index.js'
import { isSociusError, system } from '../index.js'
import type { StoreAdapter } from '../store.js'
import { createSyncModule, readSyncOptions } from '../sync/index.js'
import { createPeopleModule } from './people.module.js'

// Pieces so small that even these people's rows take several.
vi.mock('./merging/merge-piece.js', () => ({ mergePiece: 4 }))

const modules = [
  createPeopleModule([]),
  accounts,
  consents,
  connections,
  memberships,
  activities,
  comments,
  reactions,
  shares,
  createSyncModule(await readSyncOptions()),
  createFeedModule(),
]
const machinery = ['merge', 'merge_entry', 'merge_turn', 'lease']
const collections = modules.flatMap((module) => module.collections).filter(({ name }) => !machinery.includes(name))

/** Everything there is, and what everybody sees. */
async function everything(store: StoreAdapter) {
  return readEverything(store, collections)
}

const pair = fc
  .record({ fromId: fc.constantFrom(...historyPeople), intoId: fc.constantFrom(...historyPeople) })
  .filter(({ fromId, intoId }) => fromId !== intoId)

/** How many histories are tried: a database takes longer. */
const histories = (store: string) => (store === 'memory' ? 150 : 30)
const steps = (maxLength: number) => fc.array(historyStep, { maxLength, size: 'max' })

async function open(store: StoreAdapter) {
  const list = historyPlatform()
  const { social, clock } = await createTestSocial({ store, providers: [list.provider] })
  for (const personId of historyPeople) await social.people.save(system, { personId })
  const tryMerge = async (people: { fromId: string; intoId: string }) => {
    try {
      return (await social.people.merge(system, people)).id
    } catch (error) {
      if (!isSociusError(error, 'conflict')) throw error
      return null
    }
  }
  return { list, social, clock, store, tryMerge, history: createHistory(social, clock) }
}

describe.each(testStores)('merging and unmerging on %s', (name, openStore) => {
  it('leaves every row as it was, merges within merges included', async () => {
    await fc.assert(
      fc.asyncProperty(steps(60), fc.array(pair, { minLength: 1, maxLength: 3 }), async (before, pairs) => {
        const { social, clock, store, history, tryMerge } = await open(openStore())
        await history.take(before)
        const done: { mergeId: string; rows: Awaited<ReturnType<typeof everything>> }[] = []
        for (const people of pairs) {
          clock.advance(1000)
          const rows = await everything(store)
          const mergeId = await tryMerge(people)
          if (mergeId === null) {
            expect(await everything(store)).toEqual(rows)
            continue
          }
          await expectSound(store)
          if (!done.some((each) => each.mergeId === mergeId)) done.push({ mergeId, rows })
        }
        for (const { mergeId, rows } of done.toReversed()) {
          clock.advance(1000)
          expect(await social.people.unmerge(system, { mergeId })).toMatchObject({ state: 'unmerged' })
          expect(await everything(store)).toEqual(rows)
        }
      }),
      { numRuns: histories(name) },
    )
  })

  it('comes to the same in whatever order merges may be undone', async () => {
    await fc.assert(
      fc.asyncProperty(
        steps(60),
        fc.array(pair, { minLength: 2, maxLength: 3 }),
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        async (before, pairs, order) => {
          const { social, store, history, tryMerge } = await open(openStore())
          await history.take(before)
          const rows = await everything(store)
          const done: string[] = []
          for (const people of pairs) {
            const mergeId = await tryMerge(people)
            if (mergeId !== null && !done.includes(mergeId)) done.push(mergeId)
          }
          for (const mergeId of order.flatMap((place) => done[place] ?? [])) {
            const refused = await social.people.unmerge(system, { mergeId }).then(
              () => null,
              (error: unknown) => error,
            )
            if (refused !== null) expect(refused).toMatchObject({ code: 'conflict' })
          }
          for (const mergeId of done.toReversed()) await social.people.unmerge(system, { mergeId })
          expect(await everything(store)).toEqual(rows)
        },
      ),
      { numRuns: histories(name) },
    )
  })

  it('keeps what happened in between, and counts right', async () => {
    await fc.assert(
      fc.asyncProperty(
        steps(40),
        fc.array(fc.tuple(pair, steps(12)), { minLength: 1, maxLength: 3 }),
        fc.array(fc.nat(5), { minLength: 3, maxLength: 6 }),
        async (before, turns, order) => {
          const { social, clock, store, history, tryMerge } = await open(openStore())
          await history.take(before)
          const done: string[] = []
          for (const [people, between] of turns) {
            clock.advance(1000)
            const mergeId = await tryMerge(people)
            if (mergeId !== null && !done.includes(mergeId)) done.push(mergeId)
            await expectSound(store)
            await history.take(between)
            await expectSound(store)
          }
          // Out of turn first, where that is allowed; then what is left, the latest first.
          const wanted = [...order.flatMap((place) => done[place] ?? []), ...done.toReversed()]
          for (const mergeId of wanted) {
            clock.advance(1000)
            try {
              await social.people.unmerge(system, { mergeId })
            } catch (error) {
              expect(error).toMatchObject({ code: 'conflict' })
              expect((await social.people.previewUnmerge(system, { mergeId })).undoneFirst).not.toEqual([])
            }
            await expectSound(store)
          }
          for (const mergeId of done) {
            expect(await social.people.unmerge(system, { mergeId })).toMatchObject({ state: 'unmerged' })
          }
          const journal = modules
            .flatMap((module) => module.collections)
            .filter(({ name: own }) => own === 'merge_entry')
          expect(await readEverything(store, journal)).toEqual({ merge_entry: [] })
        },
      ),
      { numRuns: histories(name) },
    )
  })
})
