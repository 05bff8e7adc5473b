import { describe, expect, it } from 'vitest'
import { activityRow, seed } from '../../test-support/activity-seed.js'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { readEverything } from '../../test-support/read-everything.js'
import { activityCreated, activityUpdated, type SociusEvent, system } from '../index.js'
import { activityTag } from './activity-tag.js'

const ada = actorOf('ada')

describe.each(testStores)('writing activities on %s', (_name, openStore) => {
  async function open() {
    const test = await createTestSocial({ store: openStore(), modules: { seed } })
    const events: SociusEvent[] = []
    for (const event of [activityCreated, activityUpdated]) test.social.on(event, (heard) => events.push(heard))
    const write = (changes: Parameters<typeof activityRow>[0]) =>
      test.social.seed.activities(system, { rows: [activityRow(changes)] })
    const tags = async () =>
      ((await readEverything(test.store, [activityTag]))['activity_tag'] ?? [])
        .map(({ tag, audience, publishedAt }) => `${String(tag)} ${String(audience)} ${String(publishedAt)}`)
        .toSorted()
    return { ...test, events, write, tags }
  }

  it('keeps the tags as the latest version has them', async () => {
    const { social, write, tags } = await open()
    await write({ id: 'a', hashtags: ['One', 'Two'], publishedAt: 5, contentHash: '1' })
    expect(await tags()).toEqual(['one public 5', 'two public 5'])
    await write({ id: 'a', hashtags: ['Two', 'Three'], publishedAt: 6, audience: 'connections', contentHash: '2' })
    expect(await tags()).toEqual(['three connections 6', 'two connections 6'])
    await write({ id: 'a', hashtags: [], contentHash: '3' })
    expect(await tags()).toEqual([])
    expect((await social.feed.home(ada, { hashtag: 'two' })).items).toEqual([])
  })

  it('touches and announces only what differs', async () => {
    const { social, events, write } = await open()
    await write({ id: 'a', text: 'one', contentHash: '1' })
    await write({ id: 'a', text: 'not looked at', contentHash: '1' })
    expect((await social.activities.get(ada, { activityId: 'a' })).text).toBe('one')
    await write({ id: 'a', text: 'two', contentHash: '2' })
    expect((await social.activities.get(ada, { activityId: 'a' })).text).toBe('two')
    expect(events.map(({ name }) => name)).toEqual(['activity.created', 'activity.updated'])
  })

  it('keeps when an activity was first seen', async () => {
    const { social, write } = await open()
    await write({ id: 'a', contentHash: '1', firstSeenAt: 5, fetchedAt: 5 })
    await write({ id: 'a', contentHash: '2', firstSeenAt: 9, fetchedAt: 9 })
    expect(await social.activities.get(ada, { activityId: 'a' })).toMatchObject({ firstSeenAt: 5, fetchedAt: 9 })
  })

  it('brings back what was hidden, with its tags, when it is seen again', async () => {
    const { social, write, tags } = await open()
    const row = { id: 'a', hashtags: ['One'], publishedAt: 5, contentHash: '1' }
    await write({ ...row, state: 'unreadable' })
    expect(await tags()).toEqual([])
    expect((await social.feed.home(ada)).items).toEqual([])
    await write(row)
    expect(await tags()).toEqual(['one public 5'])
    await write({ ...row, state: 'suspected' })
    expect(await tags()).toEqual(['one public 5'])
    expect((await social.feed.home(ada)).items).toHaveLength(1)
  })
})
