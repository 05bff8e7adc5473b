import { memoryStore } from '@socius/storage-adapters/memory'
import { countingStore } from '@socius/testkit/store'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { activityRow, seed } from '../../test-support/activity-seed.js'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { createListPlatform, draftsOf } from '../../test-support/list-provider.js'
import { readEverything } from '../../test-support/read-everything.js'
import { rankRebuildCompleted, type SociusEvent, system } from '../index.js'
import { createStore, type StoreAdapter } from '../store.js'
import { activityRank, hidden, seen } from './index.js'

const people = ['ada', 'bob', 'cho'] as const
const ids = Array.from({ length: 6 }, (_, place) => `a${place}`)

/** One thing that happens; what cannot happen as things stand is refused, and changes nothing. */
const step = fc.oneof(
  fc.record({ do: fc.constant('write' as const), id: fc.constantFrom(...ids), version: fc.nat(3) }),
  fc.record({
    do: fc.constantFrom('like', 'unlike', 'comment', 'share'),
    id: fc.constantFrom(...ids),
    by: fc.constantFrom(...people),
  }),
  fc.record({ do: fc.constantFrom('uncomment' as const) }),
  fc.record({ do: fc.constantFrom('remove', 'suspect', 'lose', 'annotate'), id: fc.constantFrom(...ids) }),
  fc.record({ do: fc.constant('dispatch' as const) }),
)

async function ranksOf(store: StoreAdapter) {
  return (await readEverything(store, [activityRank]))['activity_rank']
}

describe.each(testStores)('ranks on %s', (name, openStore) => {
  it('are after any history what a rebuild from the facts gives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const store = openStore()
        const { social } = await createTestSocial({ store, modules: { seed } })
        const comments: string[] = []
        for (const one of steps) {
          const row = activityRow({ id: 'id' in one ? one.id : 'none' })
          const answer = { personId: 'by' in one ? one.by : 'ada', subjectId: row.id }
          const run = async () => {
            switch (one.do) {
              case 'write': {
                const audience = ['public', 'connections', 'private', 'public'][one.version] ?? 'public'
                const changed = { ...row, audience, contentHash: String(one.version), publishedAt: one.version }
                return social.seed.activities(system, { rows: [changed] })
              }
              case 'like':
                return social.reactions.add(system, answer)
              case 'unlike':
                return social.reactions.remove(system, answer)
              case 'comment':
                return comments.push((await social.comments.add(system, { ...answer, text: 'Yes.' })).id)
              case 'uncomment':
                return social.comments.remove(system, { commentId: comments.pop() ?? 'none' })
              case 'share':
                return social.shares.add(system, answer)
              case 'remove':
                return social.activities.remove(system, { activityId: row.id })
              case 'suspect':
                return social.seed.mark(system, { rows: [row], state: 'suspected' })
              case 'lose':
                return social.seed.mark(system, { rows: [row], state: 'unreadable' })
              case 'annotate':
                return social.activities.annotate(system, { activityId: row.id, isActive: false })
              case 'dispatch':
                return social.dispatch()
            }
          }
          await run().catch(() => null)
        }
        await social.dispatch()
        const kept = await ranksOf(store)
        await social.feed.rebuild(system)
        await social.dispatch()
        expect(await ranksOf(store)).toEqual(kept)
        const inTenant = createStore(store, 'default')
        await inTenant.remove(activityRank, { where: {}, limit: 1000 })
        const stray = { personId: null, audience: 'public', publishedAt: 1, day: '1970-01-01', rank: 1, engagement: 0 }
        await inTenant.insert(activityRank, [{ ...stray, id: 'of nothing', points: {} }])
        await social.feed.rebuild(system)
        await social.dispatch()
        expect(await ranksOf(store)).toEqual(kept)
        await social.close()
      }),
      { numRuns: name === 'memory' ? 100 : 25 },
    )
  })

  it('of more than one piece are made anew piece by piece, and the end is announced once', async () => {
    const store = openStore()
    const { social } = await createTestSocial({ store, modules: { seed } })
    const rows = Array.from({ length: 1203 }, (_, place) => activityRow({ id: `a${place}`, publishedAt: place }))
    await social.seed.activities(system, { rows })
    await social.dispatch()
    const kept = await ranksOf(store)
    expect(kept).toHaveLength(1203)
    await createStore(store, 'default').remove(activityRank, { where: { publishedAt: { lt: 900 } }, limit: 1000 })
    const completed: SociusEvent[] = []
    social.on(rankRebuildCompleted, (event) => completed.push(event))
    await social.feed.rebuild(system)
    await social.dispatch()
    expect(await ranksOf(store)).toEqual(kept)
    expect(completed).toHaveLength(1)
    await expect(social.feed.rebuild(actorOf('ada'))).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('and what people have marked go with the activity', async () => {
    const store = openStore()
    const { social } = await createTestSocial({ store, modules: { seed } })
    await social.seed.activities(system, { rows: [activityRow({ id: 'goes' }), activityRow({ id: 'stays' })] })
    for (const activityId of ['goes', 'stays']) {
      await social.feed.hide(system, { personId: 'bob', activityId })
      await social.feed.markSeen(system, { personId: 'bob', activityIds: [activityId] })
    }
    await social.dispatch()
    // More marks than one removal takes.
    const marks = Array.from({ length: 2500 }, (_, n) => ({
      id: `s${n}`,
      personId: `p${n}`,
      activityId: 'goes',
      at: 1,
    }))
    await createStore(store, 'default').insert(seen, marks)
    await social.activities.remove(system, { activityId: 'goes' })
    await social.dispatch()
    const left = await readEverything(store, [activityRank, hidden, seen])
    expect(left['activity_rank']?.map(({ id }) => id)).toEqual(['stays'])
    expect(left['hidden']?.map(({ activityId }) => activityId)).toEqual(['stays'])
    expect(left['seen']?.map(({ activityId }) => activityId)).toEqual(['stays'])
  })
})

describe('the reaction that keeps ranks', () => {
  it('costs a page of a sync a handful of statements, however long the page is', async () => {
    const counting = countingStore(memoryStore())
    const list = createListPlatform({ pageSize: 100 })
    list.accounts.set('ada', draftsOf('ada', 100))
    const { social } = await createTestSocial({ store: counting, providers: [list.provider] })
    const consent = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }
    await social.accounts.link(system, { personId: 'ada', platform: 'list', handle: 'ada', consent })
    await social.sync.run(system)
    counting.reset()
    await social.dispatch()
    const ranking = counting.calls.filter(({ collection }) => collection === 'activity_rank')
    expect(ranking.map(({ operation }) => operation)).toEqual(['upsert'])
    expect(counting.calls.filter(({ collection }) => collection === 'activity_counts')).toHaveLength(1)
    expect(counting.calls.filter(({ collection }) => collection === 'tally')).toHaveLength(1)
  })
})
