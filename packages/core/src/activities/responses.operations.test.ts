import { describe, expect, it } from 'vitest'
import { activityRow, seed } from '../../test-support/activity-seed.js'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { readEverything } from '../../test-support/read-everything.js'
import { walkPages } from '../../test-support/walk-pages.js'
import {
  commentAdded,
  commentRemoved,
  reactionAdded,
  reactionRemoved,
  type Socius,
  type SociusEvent,
  shareAdded,
  system,
  systemOf,
} from '../index.js'
import type { StoreAdapter } from '../store.js'
import { comment, reaction, share } from './response.js'
import { tally } from './tally.js'

const ada = actorOf('ada')
const bob = actorOf('bob')

async function open(store?: StoreAdapter) {
  const test = await createTestSocial({ modules: { seed }, ...(store ? { store } : {}) })
  const { social } = test
  const events: SociusEvent[] = []
  for (const event of [commentAdded, commentRemoved, reactionAdded, reactionRemoved, shareAdded]) {
    social.on(event, (heard) => events.push(heard))
  }
  const { id: subjectId } = await social.activities.publish(ada, {
    personId: 'ada',
    text: 'the words of Ada',
    html: '<p>the words of Ada</p>',
    url: 'https://ada.example',
    language: 'en',
    hashtags: ['AdasTag'],
  })
  const rows = () => readEverything(test.store, [comment, reaction, share, tally])
  return { ...test, events, subjectId, rows }
}

/** What a feed says of how an activity is received here. */
async function received(social: Pick<Socius, 'feed'>, activityId: string) {
  const { items } = await social.feed.home(system, { limit: 100 })
  return items.find((item) => item.activity.id === activityId)?.here
}

describe.each(testStores)('comments on %s', (_name, openStore) => {
  it('answer an activity and each other, the oldest first', async () => {
    const { social, clock, events, subjectId } = await open(openStore())
    await social.people.save(bob, { personId: 'bob', displayName: 'Bob' })
    const first = await social.comments.add(bob, { personId: 'bob', subjectId, text: '  Yes.\u202e ' })
    expect(first).toMatchObject({
      subjectId,
      personId: 'bob',
      origin: 'native',
      platform: 'native',
      parentId: null,
      authorName: 'Bob',
      text: 'Yes.',
      html: null,
      publishedAt: clock.now(),
    })
    clock.advance(1000)
    const reply = await social.comments.add(ada, { personId: 'ada', subjectId, parentId: first.id, text: 'Why?' })
    expect(reply.parentId).toBe(first.id)
    const listed = await walkPages((cursor) => social.comments.list(bob, { subjectId, limit: 1, cursor }))
    expect(listed).toEqual([first, reply])
    expect(await received(social, subjectId)).toEqual({ reactions: 0, comments: 2, shares: 0 })
    expect(events.map(({ name, subject }) => `${name} ${subject}`)).toEqual([
      `comment.added ${subjectId}`,
      `comment.added ${subjectId}`,
    ])
  })

  it('are counted exactly when many are given and taken at once', async () => {
    const { social, subjectId } = await open(openStore())
    const given = await Promise.all(
      Array.from({ length: 20 }, (_, place) =>
        social.comments.add(system, { personId: `p${place}`, subjectId, text: `${place}` }),
      ),
    )
    expect(await received(social, subjectId)).toMatchObject({ comments: 20 })
    const twice = [...given.slice(0, 8), ...given.slice(0, 8)]
    await Promise.allSettled(twice.map(({ id }) => social.comments.remove(system, { commentId: id })))
    expect(await received(social, subjectId)).toMatchObject({ comments: 12 })
    expect((await social.comments.list(ada, { subjectId, limit: 100 })).items).toHaveLength(12)
  })

  it('are removed by who gave them, and leave what answers them', async () => {
    const { social, events, subjectId } = await open(openStore())
    const first = await social.comments.add(bob, { personId: 'bob', subjectId, text: 'Yes.' })
    const reply = await social.comments.add(ada, { personId: 'ada', subjectId, parentId: first.id, text: 'Why?' })
    await expect(social.comments.remove(ada, { commentId: first.id })).rejects.toMatchObject({ code: 'forbidden' })
    await social.comments.remove(bob, { commentId: first.id })
    await expect(social.comments.remove(bob, { commentId: first.id })).rejects.toMatchObject({ code: 'not_found' })
    expect((await social.comments.list(bob, { subjectId })).items).toEqual([reply])
    expect(await received(social, subjectId)).toMatchObject({ comments: 1 })
    expect(events.at(-1)).toMatchObject({ name: 'comment.removed', payload: { commentId: first.id, personId: 'bob' } })
  })

  it('are refused where there is nothing to be seen in them, or nothing to answer', async () => {
    const { social, subjectId, rows } = await open(openStore())
    const other = await social.activities.publish(bob, { personId: 'bob', text: 'other' })
    const elsewhere = await social.comments.add(ada, { personId: 'ada', subjectId: other.id, text: 'x' })
    const before = await rows()
    const base = { personId: 'bob', subjectId, text: 'x' }
    for (const [input, code] of [
      [{ text: ' \n ' }, 'invalid_input'],
      [{ text: '\u200b\u2060\u202e' }, 'invalid_input'],
      [{ text: 'x'.repeat(10_001) }, 'invalid_input'],
      [{ personId: 'ada' }, 'forbidden'],
      [{ subjectId: 'nothing' }, 'not_found'],
      [{ parentId: 'nothing' }, 'not_found'],
      [{ parentId: elsewhere.id }, 'not_found'],
    ] as const) {
      await expect(social.comments.add(bob, { ...base, ...input })).rejects.toMatchObject({ code })
    }
    await expect(social.comments.add(actorOf('bob', 'other'), base)).rejects.toMatchObject({ code: 'not_found' })
    expect(await rows()).toEqual(before)
  })

  it('of people who block each other are not shown to each other', async () => {
    const { social, subjectId } = await open(openStore())
    for (const personId of ['bob', 'cho']) await social.comments.add(system, { personId, subjectId, text: personId })
    await social.connections.block(system, { personId: 'bob', otherId: 'cho' })
    const shown = async (id: string) =>
      (await social.comments.list(actorOf(id), { subjectId })).items.map(({ personId }) => personId)
    expect(await shown('bob')).toEqual(['bob'])
    expect(await shown('cho')).toEqual(['cho'])
    expect(await shown('ada')).toEqual(['bob', 'cho'])
  })
})

describe.each(testStores)('reactions on %s', (_name, openStore) => {
  it('are one of a kind for a person and an activity', async () => {
    const { social, events, subjectId, rows } = await open(openStore())
    const like = { personId: 'bob', subjectId }
    expect(await social.reactions.add(bob, like)).toEqual({ subjectId, reactions: 1 })
    expect(await social.reactions.add(bob, like)).toEqual({ subjectId, reactions: 1 })
    expect(await social.reactions.add(bob, { ...like, kind: 'insightful' })).toEqual({ subjectId, reactions: 2 })
    expect(await social.reactions.add(ada, { personId: 'ada', subjectId })).toEqual({ subjectId, reactions: 3 })
    expect((await rows())['reaction']).toHaveLength(3)
    expect(await social.reactions.remove(bob, like)).toEqual({ subjectId, reactions: 2 })
    expect(await social.reactions.remove(bob, like)).toEqual({ subjectId, reactions: 2 })
    expect(events.map(({ name, payload }) => `${name} ${(payload as { kind: string }).kind}`)).toEqual([
      'reaction.added like',
      'reaction.added insightful',
      'reaction.added like',
      'reaction.removed like',
    ])
  })

  it('are counted exactly when fifty people and fifty repetitions come at once', async () => {
    const { social, events, subjectId, rows } = await open(openStore())
    const people = Array.from({ length: 50 }, (_, place) => `p${place % 25}`)
    const outcomes = await Promise.all(people.map((personId) => social.reactions.add(system, { personId, subjectId })))
    expect(Math.max(...outcomes.map(({ reactions }) => reactions))).toBe(25)
    expect((await rows())['reaction']).toHaveLength(25)
    expect(events).toHaveLength(25)
    expect(await received(social, subjectId)).toMatchObject({ reactions: 25 })
    await Promise.all(people.slice(0, 40).map((personId) => social.reactions.remove(system, { personId, subjectId })))
    expect(await received(social, subjectId)).toMatchObject({ reactions: 0 })
    await Promise.all(
      people.flatMap((personId) => [
        social.reactions.add(system, { personId, subjectId }),
        social.reactions.remove(system, { personId, subjectId }),
      ]),
    )
    const left = (await rows())['reaction']?.length
    expect(await received(social, subjectId)).toMatchObject({ reactions: left })
  })

  it('can be taken back by who gave them, even where they see the activity no longer', async () => {
    const { social, subjectId } = await open(openStore())
    await social.reactions.add(bob, { personId: 'bob', subjectId })
    await social.connections.block(ada, { personId: 'ada', otherId: 'bob' })
    expect(await social.reactions.remove(bob, { personId: 'bob', subjectId })).toMatchObject({ reactions: 0 })
    await expect(social.reactions.remove(bob, { personId: 'bob', subjectId })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('are their person’s own business', async () => {
    const { social, subjectId } = await open(openStore())
    await expect(social.reactions.add(bob, { personId: 'ada', subjectId })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(social.reactions.remove(bob, { personId: 'ada', subjectId })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(social.reactions.add(bob, { personId: 'bob', subjectId, kind: '❤' })).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })
})

describe.each(testStores)('shares on %s', (_name, openStore) => {
  it('pass an activity on as one’s own, without its words', async () => {
    const { social, clock, events, subjectId, rows } = await open(openStore())
    await social.people.save(bob, { personId: 'bob', displayName: 'Bob' })
    const shared = await social.shares.add(bob, {
      personId: 'bob',
      subjectId,
      text: ' Look! ',
      audience: 'connections',
    })
    expect(shared).toMatchObject({
      origin: 'native',
      platform: 'native',
      kind: 'share',
      personId: 'bob',
      authorName: 'Bob',
      shareOf: subjectId,
      text: 'Look!',
      snippet: 'Look!',
      audience: 'connections',
      publishedAt: clock.now(),
    })
    const words = JSON.stringify({ ...shared, id: '', externalId: '', shareOf: '' })
    expect(words).not.toMatch(/ada|"en"/i)
    expect((await rows())['share']).toMatchObject([{ subjectId, personId: 'bob', activityId: shared.id }])
    expect(await received(social, subjectId)).toEqual({ reactions: 0, comments: 0, shares: 1 })
    expect(events).toMatchObject([
      { name: 'share.added', payload: { subjectId, personId: 'bob', activityId: shared.id } },
    ])
    const bare = await social.shares.add(bob, { personId: 'bob', subjectId, text: '\u200b ' })
    expect([bare.text, bare.snippet]).toEqual([null, null])
  })

  it('count no more once they are removed', async () => {
    const { social, subjectId, rows } = await open(openStore())
    const [one, other] = await Promise.all([
      social.shares.add(bob, { personId: 'bob', subjectId }),
      social.shares.add(system, { personId: 'cho', subjectId }),
    ])
    expect(await received(social, subjectId)).toMatchObject({ shares: 2 })
    await Promise.allSettled([1, 2, 3].map(() => social.activities.remove(bob, { activityId: one.id })))
    expect(await received(social, subjectId)).toMatchObject({ shares: 1 })
    expect((await rows())['share']).toMatchObject([{ activityId: other.id }])
  })

  it('do not carry what is not public any further', async () => {
    const { social } = await open(openStore())
    await social.connections.request(bob, { personId: 'bob', otherId: 'ada' })
    await social.connections.accept(ada, { personId: 'ada', otherId: 'bob' })
    await social.seed.activities(system, { rows: [activityRow({ id: 'inner', audience: 'connections' })] })
    const base = { personId: 'bob', subjectId: 'inner' }
    for (const audience of ['public', 'connections'] as const) {
      await expect(social.shares.add(bob, { ...base, audience })).rejects.toMatchObject({ code: 'forbidden' })
    }
    await expect(social.shares.add(bob, { ...base, audience: 'private' })).resolves.toMatchObject({ shareOf: 'inner' })
    await expect(
      social.shares.add(ada, { personId: 'ada', subjectId: 'inner', audience: 'public' }),
    ).resolves.toMatchObject({ shareOf: 'inner' })
    await expect(social.shares.add(bob, { ...base, personId: 'ada' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(social.shares.add(systemOf('other'), base)).rejects.toMatchObject({ code: 'not_found' })
  })
})
