import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { activityRow, seed } from '../../test-support/activity-seed.js'
import { actorOf, testStores } from '../../test-support/create-test-social.js'
import { follow } from '../../test-support/live-stream.js'
import { createSocius, isSociusError, type LiveEvent, system } from '../index.js'
import type { StoreAdapter } from '../store.js'

const people = ['ada', 'bob', 'cho', 'dan'] as const
const somebody = fc.constantFrom(...people)
const something = fc.nat(5)
const audience = fc.constantFrom('public', 'connections', 'private', 'programme:logic')

const step = fc.oneof(
  fc.record({ do: fc.constant('publish'), by: somebody, audience }),
  fc.record({ do: fc.constant('import'), audience }),
  fc.record({ do: fc.constantFrom('remove', 'hide', 'unhide', 'suspected', 'unreadable'), which: something }),
  fc.record({ do: fc.constantFrom('comment', 'react', 'share', 'shareQuietly'), by: somebody, which: something }),
  fc.record({
    do: fc.constantFrom('connect', 'connect', 'part', 'block', 'block', 'unblock'),
    by: somebody,
    other: somebody,
  }),
  fc.record({ do: fc.constantFrom('join', 'join', 'leave'), by: somebody }),
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** Who may see an activity, by asking for it; and who is barred from whom, by the blocks that there were. */
async function play(store: StoreAdapter, steps: readonly Step[]): Promise<number> {
  const social = await createSocius({ store, modules: { seed } })
  const known: string[] = []
  const blocks = new Set<string>()
  const all = follow(social.live, system)
  const streams = people.map((id) => ({ id, stream: follow(social.live, actorOf(id)) }))
  await Promise.all([all, ...streams.map(({ stream }) => stream)].map((stream) => stream.reach(1)))

  const isBarred = (one: string, other: string) => blocks.has(`${one} ${other}`) || blocks.has(`${other} ${one}`)
  const sees = (reader: string, activityId: string) =>
    social.activities.get(actorOf(reader), { activityId }).then(
      () => true,
      () => false,
    )
  async function run(each: Step): Promise<void> {
    const which = 'which' in each ? (known[each.which % Math.max(1, known.length)] ?? 'none') : 'none'
    const by = 'by' in each ? each.by : 'ada'
    const pair = { personId: by, otherId: 'other' in each ? each.other : 'ada' }
    const whichRow = () => social.activities.get(system, { activityId: which })
    const answer = { personId: by, subjectId: which }
    switch (each.do) {
      case 'publish':
        known.push(
          (await social.activities.publish(system, { personId: by, text: 'x', audience: each.audience as 'public' }))
            .id,
        )
        return
      case 'import': {
        const row = activityRow({ id: `synced${known.length}`, personId: null, audience: each.audience })
        known.push(row.id)
        await social.seed.activities(system, { rows: [row] })
        return
      }
      case 'remove':
        return void (await social.activities.remove(system, { activityId: which }))
      case 'hide':
      case 'unhide':
        return void (await social.activities.annotate(system, { activityId: which, isActive: each.do === 'unhide' }))
      case 'suspected':
      case 'unreadable':
        return void (await social.seed.mark(system, { rows: [await whichRow()], state: each.do }))
      case 'comment':
        return void (await social.comments.add(actorOf(by), { ...answer, text: 'y' }))
      case 'react':
        return void (await social.reactions.add(actorOf(by), answer))
      case 'share':
      case 'shareQuietly': {
        const shared = await social.shares.add(actorOf(by), {
          ...answer,
          audience: each.do === 'share' ? 'public' : 'private',
        })
        known.push(shared.id)
        return
      }
      case 'join':
      case 'leave':
        return void (await social.memberships[each.do](system, { programmeId: 'logic', personId: by }))
      case 'connect':
        await social.connections.request(system, pair)
        return void (await social.connections.accept(system, { personId: pair.otherId, otherId: by }))
      case 'part':
        return void (await social.connections.withdraw(system, pair))
      case 'block':
        await social.connections.block(system, pair)
        blocks.add(`${by} ${pair.otherId}`)
        return
      default:
        await social.connections.unblock(system, pair)
        blocks.delete(`${by} ${pair.otherId}`)
    }
  }

  /** Whether a reader may hear of it, in the words of one line each. */
  async function mayHear(reader: string, event: LiveEvent, sawBefore: ReadonlySet<string>): Promise<boolean> {
    const said = event.payload as Readonly<Record<string, string | null>>
    const { activityId, subjectId, personId, fromId, toId } = said
    if (event.name.startsWith('connection.')) return reader === fromId || reader === toId
    if (event.name === 'person.blocked' || event.name === 'person.unblocked') return reader === fromId
    if (event.name.startsWith('person.') || event.name.startsWith('membership.')) return reader === personId
    // Neither can be seen any more.
    if (event.name === 'activity.deleted' || event.name === 'activity.state-changed')
      return sawBefore.has(`${reader} ${event.subject}`)
    if (event.name.startsWith('activity.')) return sees(reader, event.subject)
    const seesBoth = (await sees(reader, subjectId ?? '')) && (!activityId || (await sees(reader, activityId)))
    return seesBoth && !isBarred(reader, personId ?? '')
  }

  let checked = 0
  for (const each of steps) {
    const sawBefore = new Set<string>()
    for (const id of known) for (const reader of people) if (await sees(reader, id)) sawBefore.add(`${reader} ${id}`)
    const before = all.events.length
    const counts = streams.map(({ stream }) => stream.events.length)
    await run(each).catch((error: unknown) => {
      if (!isSociusError(error)) throw error
    })
    // Its event comes behind all that the step announced, and everybody is served at the same moment.
    const mark = await social.activities.publish(system, { personId: 'marker', text: '-', audience: 'private' })
    await all.find(({ subject }) => subject === mark.id)
    await new Promise((resolve) => setTimeout(resolve, 0))
    const announced = all.events.slice(before).filter(({ subject }) => subject !== mark.id && subject !== 'marker')
    for (const [place, { id, stream }] of streams.entries()) {
      const expected: string[] = []
      for (const event of announced) if (await mayHear(id, event, sawBefore)) expected.push(`${event.id} ${event.name}`)
      const heard = stream.events.slice(counts[place]).map((event) => `${event.id} ${event.name}`)
      expect(heard, `${id} after ${JSON.stringify(each)}`).toEqual(expected)
      checked += announced.length
    }
  }
  await social.close()
  return checked
}

describe.each(testStores)('who hears of an event on %s', (_name, openStore) => {
  it('is who may see what it is about at that time, whatever happened before', { timeout: 120_000 }, async () => {
    let checked = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
        checked += await play(openStore(), steps)
      }),
      { numRuns: 25 },
    )
    expect(checked).toBeGreaterThan(500)
  })
})
