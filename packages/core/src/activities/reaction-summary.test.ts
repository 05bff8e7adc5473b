import { describe, expect, it } from 'vitest'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { system } from '../index.js'

const ada = actorOf('ada')

describe.each(testStores)('a summary of reactions on %s', (_name, openStore) => {
  it('counts kinds and people, and names the latest whom the actor may know', async () => {
    const { social, clock } = await createTestSocial({ store: openStore() })
    const { id: subjectId } = await social.activities.publish(ada, { personId: 'ada', text: 'x' })
    for (const personId of ['bob', 'cho', 'dan', 'eve', 'fay']) {
      await social.people.save(system, { personId, displayName: personId.toUpperCase() })
      await social.reactions.add(system, { personId, subjectId })
      clock.advance(1000)
    }
    await social.reactions.add(system, { personId: 'eve', subjectId, kind: 'insight' })
    await social.people.save(system, { personId: 'eve', visibility: { displayName: 'connections' } })
    await social.connections.block(system, { personId: 'fay', otherId: 'ada' })
    const summary = await social.reactions.summary(ada, { subjectId })
    expect(summary).toMatchObject({
      people: 5,
      kinds: [
        { kind: 'like', count: 5 },
        { kind: 'insight', count: 1 },
      ],
      mine: [],
    })
    expect(summary.latest.map(({ personId, displayName, kind }) => [personId, displayName, kind])).toEqual([
      ['eve', null, 'insight'],
      ['dan', 'DAN', 'like'],
      ['cho', 'CHO', 'like'],
    ])
    await social.reactions.add(ada, { personId: 'ada', subjectId, kind: 'insight' })
    await social.reactions.add(ada, { personId: 'ada', subjectId })
    expect((await social.reactions.summary(ada, { subjectId, latest: 0 })).mine).toEqual(['insight', 'like'])
    expect((await social.reactions.summary(ada, { subjectId, latest: 0 })).latest).toEqual([])
  })

  it('is of nothing that the actor may not see, and empty where nobody has reacted', async () => {
    const { social } = await createTestSocial({ store: openStore() })
    const post = { personId: 'ada', text: 'x' }
    const { id: hidden } = await social.activities.publish(ada, { ...post, audience: 'private' })
    await expect(social.reactions.summary(actorOf('bob'), { subjectId: hidden })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(await social.reactions.summary(ada, { subjectId: hidden })).toEqual({
      ...{ subjectId: hidden, people: 0, kinds: [], latest: [], mine: [] },
    })
  })
})
