import fc from 'fast-check'
import { isSociusError, type Socius, system } from '../src/index.js'
import { createListPlatform, draftsOf } from './list-provider.js'
import type { ManualClock } from './manual-clock.js'

/** Who takes part. */
export const historyPeople = ['ada', 'ann', 'bob', 'cho'] as const

const person = fc.constantFrom(...historyPeople)
const place = fc.nat(30)
const kind = fc.constantFrom('like', 'love')
const fields = fc.record(
  {
    displayName: fc.constantFrom('Ada', 'Ann Lee', null),
    bio: fc.constantFrom('Counts things.', null),
    company: fc.constantFrom('Engine', null),
    skills: fc.constantFrom<string[]>(['algebra'], ['looms', 'algebra'], []),
    goals: fc.constantFrom<string[]>(['a chair'], []),
    visibility: fc.constantFrom(
      {},
      { bio: 'private' as const },
      { skills: 'connections' as const, bio: 'public' as const },
    ),
  },
  { requiredKeys: [] },
)
const tieVerbs = ['request', 'accept', 'decline', 'withdraw', 'block', 'unblock', 'mute', 'unmute'] as const
const markVerbs = ['hide', 'unhide', 'markSeen'] as const

/** One thing that people do, in no particular order. */
export const historyStep = fc.oneof(
  { weight: 2, arbitrary: fc.record({ does: fc.constant('save' as const), person, fields }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('publish' as const), person, tagged: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('like' as const), person, place, kind }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('unlike' as const), person, place, kind }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('comment' as const), person, place }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('uncomment' as const), place }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('share' as const), person, place }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('remove' as const), place }) },
  {
    weight: 8,
    arbitrary: fc.record({
      does: fc.constant('tie' as const),
      verb: fc.constantFrom(...tieVerbs),
      person,
      other: person,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('join' as const),
      person,
      programmeId: fc.constantFrom('logic', 'looms'),
      role: fc.constantFrom('member' as const, 'manager' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('mark' as const), verb: fc.constantFrom(...markVerbs), person, place }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('link' as const), person, second: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('sync' as const) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('disconnect' as const), person, place }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('withdrawConsent' as const), person, place }) },
)

export type HistoryStep = typeof historyStep extends fc.Arbitrary<infer Step> ? Step : never

/** A platform on which everybody has two accounts, and has answered each other. */
export function historyPlatform() {
  const list = createListPlatform({ pageSize: 50 })
  for (const name of historyPeople) {
    list.accounts.set(name, draftsOf(name, 3))
    list.accounts.set(`${name}-2`, draftsOf(`${name}-2`, 2))
  }
  return list
}

/** Takes steps, a second apart. What the rules do not allow changes nothing. */
export function createHistory(social: Socius, clock: ManualClock) {
  const activities: string[] = []
  const comments: string[] = []
  const pick = (from: readonly string[], at: number) => from[at % Math.max(from.length, 1)] ?? 'none'

  async function take(step: HistoryStep): Promise<void> {
    switch (step.does) {
      case 'save':
        await social.people.save(system, { personId: step.person, ...step.fields })
        return
      case 'publish': {
        const hashtags = step.tagged ? ['one', 'two'] : []
        const made = await social.activities.publish(system, { personId: step.person, text: 'x', hashtags })
        activities.push(made.id)
        return
      }
      case 'like':
      case 'unlike': {
        const subjectId = pick(activities, step.place)
        const input = { personId: step.person, subjectId, kind: step.kind }
        await (step.does === 'like' ? social.reactions.add(system, input) : social.reactions.remove(system, input))
        return
      }
      case 'comment': {
        const subjectId = pick(activities, step.place)
        comments.push((await social.comments.add(system, { personId: step.person, subjectId, text: 'Yes.' })).id)
        return
      }
      case 'uncomment':
        await social.comments.remove(system, { commentId: pick(comments, step.place) })
        return
      case 'share': {
        const subjectId = pick(activities, step.place)
        activities.push((await social.shares.add(system, { personId: step.person, subjectId })).id)
        return
      }
      case 'remove':
        await social.activities.remove(system, { activityId: pick(activities, step.place) })
        return
      case 'tie':
        await social.connections[step.verb](system, { personId: step.person, otherId: step.other })
        return
      case 'join':
        await social.memberships.join(system, {
          personId: step.person,
          programmeId: step.programmeId,
          role: step.role,
        })
        return
      case 'mark': {
        const activityId = pick(activities, step.place)
        const { person: personId, verb } = step
        if (verb === 'markSeen') await social.feed.markSeen(system, { personId, activityIds: [activityId] })
        else await social.feed[verb](system, { personId, activityId })
        return
      }
      case 'link': {
        const handle = step.second ? `${step.person}-2` : step.person
        const consent = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }
        await social.accounts.link(system, { personId: step.person, platform: 'list', handle, consent })
        return
      }
      case 'sync':
        await social.sync.run(system, {})
        return
      case 'disconnect': {
        const { items } = await social.accounts.list(system, { personId: step.person })
        await social.accounts.disconnect(system, {
          accountId: pick(
            items.map(({ id }) => id),
            step.place,
          ),
        })
        return
      }
      case 'withdrawConsent': {
        const { items } = await social.consents.list(system, { personId: step.person })
        await social.consents.withdraw(system, {
          consentId: pick(
            items.map(({ id }) => id),
            step.place,
          ),
        })
        await social.dispatch()
        return
      }
    }
  }

  return {
    async take(steps: readonly HistoryStep[]): Promise<void> {
      for (const step of steps) {
        clock.advance(1000)
        try {
          await take(step)
        } catch (error) {
          if (!isSociusError(error)) throw error
        }
      }
      const page = await social.feed.home(system, { personId: 'nobody', limit: 100 })
      for (const { activity } of page.items) if (!activities.includes(activity.id)) activities.push(activity.id)
    },
  }
}
