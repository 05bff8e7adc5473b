import { describe, expect, it } from 'vitest'
import { activityRow, seed } from '../../test-support/activity-seed.js'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { readEverything } from '../../test-support/read-everything.js'
import { system } from '../index.js'
import type { StoreAdapter } from '../store.js'
import { seen } from './index.js'

const ada = actorOf('ada')
const bob = actorOf('bob')
const now = 1_795_000_000_000
const day = 24 * 3_600_000

async function open(store: StoreAdapter) {
  const test = await createTestSocial({ store, modules: { seed } })
  const rows = ['a', 'b', 'c'].map((id, place) =>
    activityRow({ id, personId: 'ada', publishedAt: now - place * day, text: 'word', hashtags: ['x'] }),
  )
  const secret = activityRow({ id: 'secret', personId: 'ada', audience: 'private' })
  await test.social.seed.activities(system, { rows: [...rows, secret] })
  await test.social.dispatch()
  return test
}

describe.each(testStores)('what a person hides on %s', (_name, openStore) => {
  it('is gone from their own feeds, and from nobody else’s', async () => {
    const { social } = await open(openStore())
    await social.feed.hide(bob, { personId: 'bob', activityId: 'b' })
    await social.feed.hide(bob, { personId: 'bob', activityId: 'b' })
    for (const read of [
      () => social.feed.home(bob),
      () => social.feed.home(bob, { hashtag: 'x' }),
      () => social.feed.ranked(bob),
      () => social.feed.top(bob, { period: 'week' }),
      () => social.feed.search(bob, { text: 'word' }),
    ]) {
      expect((await read()).items.map(({ activity }) => activity.id)).toEqual(['a', 'c'])
    }
    expect((await social.feed.timeline(bob, { personId: 'ada' })).items).toHaveLength(3)
    expect((await social.feed.home(actorOf('cho'))).items).toHaveLength(3)
    expect((await social.feed.hidden(bob)).items.map(({ activityId }) => activityId)).toEqual(['b'])
    await social.feed.unhide(bob, { personId: 'bob', activityId: 'b' })
    expect((await social.feed.home(bob)).items).toHaveLength(3)
    expect((await social.feed.hidden(bob)).items).toEqual([])
  })

  it('is theirs to say, and nothing that they may not see', async () => {
    const { social } = await open(openStore())
    await expect(social.feed.hide(bob, { personId: 'ada', activityId: 'a' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(social.feed.hidden(bob, { personId: 'ada' })).rejects.toMatchObject({ code: 'forbidden' })
    for (const activityId of ['secret', 'none']) {
      await expect(social.feed.hide(bob, { personId: 'bob', activityId })).rejects.toMatchObject({ code: 'not_found' })
    }
  })
})

describe.each(testStores)('what a person has seen on %s', (_name, openStore) => {
  it('says so, and can be left out', async () => {
    const { social } = await open(openStore())
    await social.feed.markSeen(bob, { activityIds: ['a', 'none', 'a'] })
    const items = async (options: object) => (await social.feed.home(bob, options)).items
    expect((await items({})).map((item) => item.seen)).toEqual([true, false, false])
    expect((await items({ unseen: true })).map(({ activity }) => activity.id)).toEqual(['b', 'c'])
    expect((await items({ unseen: true, hashtag: 'x' })).map(({ activity }) => activity.id)).toEqual(['b', 'c'])
    expect((await social.feed.ranked(bob, { unseen: true })).items).toHaveLength(2)
    expect((await social.feed.home(actorOf('cho'), { unseen: true })).items).toHaveLength(3)
    await expect(social.feed.markSeen(bob, { personId: 'ada', activityIds: ['a'] })).rejects.toMatchObject({
      code: 'forbidden',
    })
    for (const activityIds of [[], Array.from({ length: 101 }, () => 'a'), [''], ['\ud800']]) {
      await expect(social.feed.markSeen(bob, { activityIds })).rejects.toMatchObject({ code: 'invalid_input' })
    }
  })

  it('is forgotten after ninety days, when something that old is unseen no longer', async () => {
    const store = openStore()
    const { social, clock } = await open(store)
    await social.feed.markSeen(bob, { activityIds: ['a'] })
    clock.advance(90 * day + 1)
    expect((await social.feed.home(bob, { unseen: true })).items).toEqual([])
    await social.feed.markSeen(bob, { activityIds: ['b'] })
    expect((await readEverything(store, [seen]))['seen']?.map(({ activityId }) => activityId)).toEqual(['b'])
  })
})

describe.each(testStores)('a line on %s', (_name, openStore) => {
  it('names the reactions of the one whose feed it is', async () => {
    const { social } = await open(openStore())
    for (const kind of ['like', 'insight', 'celebrate']) {
      await social.reactions.add(bob, { personId: 'bob', subjectId: 'a', kind })
    }
    await social.reactions.add(ada, { personId: 'ada', subjectId: 'b' })
    const mine = async (actor: typeof ada, personId?: string) =>
      (await social.feed.home(actor, personId === undefined ? {} : { personId })).items
        .filter(({ activity }) => activity.id !== 'secret')
        .map((item) => item.mine)
    expect(await mine(bob)).toEqual([['celebrate', 'insight', 'like'], [], []])
    expect(await mine(ada)).toEqual([[], ['like'], []])
    expect(await mine(system, 'bob')).toEqual(await mine(bob))
  })
})
