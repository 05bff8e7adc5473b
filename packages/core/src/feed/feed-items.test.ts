import { countingStore } from '@socius/testkit/store'
import { describe, expect, it } from 'vitest'
import { activityRow, seed } from '../../test-support/activity-seed.js'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { isSociusError, system } from '../index.js'

const people = ['ada', 'bob', 'cyd', 'dan']
const audiences = ['public', 'connections', 'private', 'programme:course']
const ids = people.flatMap((person) => audiences.map((audience) => `${person}-${audience}`))

describe.each(testStores)('feed.items on %s', (_name, openStore) => {
  async function open() {
    const counting = countingStore(openStore())
    const test = await createTestSocial({ store: counting, modules: { seed } })
    const { social } = test
    const rows = people.flatMap((personId) =>
      audiences.map((audience) => activityRow({ id: `${personId}-${audience}`, personId, audience })),
    )
    const hidden = activityRow({ id: 'hidden', personId: 'bob', state: 'unreadable' })
    const orphan = activityRow({ id: 'orphan', personId: null, audience: 'connections' })
    await social.seed.activities(system, {
      rows: [...rows, hidden, orphan, activityRow({ id: 'off', personId: 'bob' })],
    })
    await social.activities.annotate(system, { activityId: 'off', isActive: false })
    await social.connections.request(actorOf('ada'), { personId: 'ada', otherId: 'bob' })
    await social.connections.accept(actorOf('bob'), { personId: 'bob', otherId: 'ada' })
    await social.connections.block(actorOf('dan'), { personId: 'dan', otherId: 'ada' })
    for (const personId of ['ada', 'cyd']) await social.memberships.join(system, { programmeId: 'course', personId })
    await social.dispatch()
    return { ...test, counting }
  }

  it('gives exactly what the actor may see one by one', async () => {
    const { social } = await open()
    const asked = [...ids, 'hidden', 'orphan', 'off', 'nobody']
    for (const actor of [...people.map((id) => actorOf(id)), actorOf('stranger'), system]) {
      const seen: string[] = []
      for (const activityId of asked) {
        const row = await social.activities.get(actor, { activityId }).catch((error: unknown) => {
          if (isSociusError(error, 'not_found')) return null
          throw error
        })
        // What its platform hides is shown by no feed, not even to its author.
        if (row && row.state !== 'unreadable') seen.push(row.id)
      }
      const { items } = await social.feed.items(actor, { activityIds: asked })
      expect(
        items.map(({ activity }) => activity.id),
        actor.id,
      ).toEqual(seen)
    }
  })

  it('says how each is received now, in the order asked, once, in as many statements as a page', async () => {
    const { social, counting } = await open()
    await social.reactions.add(actorOf('ada'), { personId: 'ada', subjectId: 'bob-public' })
    counting.reset()
    const activityIds = ['cyd-public', 'bob-public', 'cyd-public']
    const { items } = await social.feed.items(actorOf('ada'), { activityIds })
    expect(items.map(({ activity, here, mine }) => [activity.id, here.reactions, mine])).toEqual([
      ['cyd-public', 0, []],
      ['bob-public', 1, ['like']],
    ])
    expect(counting.count).toBe(5)
  })
})
