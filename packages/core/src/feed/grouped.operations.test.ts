import { memoryStore } from '@socius/storage-adapters/memory'
import { countingStore } from '@socius/testkit/store'
import { describe, expect, it } from 'vitest'
import { activityRow, seed } from '../../test-support/activity-seed.js'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { walkPages } from '../../test-support/walk-pages.js'
import { system } from '../index.js'

const ada = actorOf('ada')
const now = 1_795_000_000_000
const day = 24 * 3_600_000

/** So many people who finish one lesson on one day, each a second after the other. */
function finished(lesson: string, count: number, at = now - day) {
  return Array.from({ length: count }, (_, place) =>
    activityRow({
      id: `${lesson} ${String(place).padStart(4, '0')}`,
      personId: `p${place}`,
      kind: 'lesson_completed',
      group: lesson,
      publishedAt: at + place * 1000,
    }),
  )
}

describe.each(testStores)('a grouped feed on %s', (_name, openStore) => {
  it('folds what the host has published under one key, and shares of one subject, day by day', async () => {
    const { social, clock } = await createTestSocial({ store: openStore() })
    const people = ['bob', 'cho', 'dan', 'eve']
    for (const personId of people) {
      await social.people.save(system, { personId, displayName: personId.toUpperCase() })
    }
    await social.people.save(system, { personId: 'dan', visibility: { displayName: 'private' } })
    const subject = await social.activities.publish(system, { personId: 'ada', text: 'look' })
    const finish = (personId: string) =>
      social.activities.publish(system, { personId, kind: 'lesson_completed', group: 'lesson:42' })
    for (const personId of people) await finish(personId)
    for (const personId of people) await social.shares.add(system, { personId, subjectId: subject.id })
    clock.advance(day)
    await finish('bob')
    await finish('bob')
    const { items } = await social.feed.grouped(ada)
    expect(items.map(({ activity, group }) => [activity.kind, activity.personId, group])).toEqual([
      ['lesson_completed', 'bob', { activities: 2, people: 1, latest: [{ personId: 'bob', displayName: 'BOB' }] }],
      ['share', 'eve', expect.objectContaining({ activities: 4, people: 4 })],
      ['lesson_completed', 'eve', expect.objectContaining({ activities: 4, people: 4 })],
      ['post', 'ada', null],
    ])
    const named = items.map(({ group }) => group?.latest ?? [])
    expect(named[1]?.[0]).toEqual({ personId: 'eve', displayName: 'EVE' })
    expect(named[1]).toHaveLength(3)
    const names = [...(named[1] ?? []), ...(named[2] ?? [])]
    expect(names.filter(({ personId }) => personId === 'dan').every(({ displayName }) => displayName === null)).toBe(
      true,
    )
  })

  it('counts nobody whom the person may not see', async () => {
    const { social } = await createTestSocial({ store: openStore(), modules: { seed } })
    const rows = finished('lesson:1', 6)
    const secret = rows.map((row, place) => (place === 2 ? { ...row, audience: 'connections' } : row))
    await social.seed.activities(system, { rows: secret })
    await social.connections.block(ada, { personId: 'ada', otherId: 'p5' })
    await social.connections.mute(ada, { personId: 'ada', otherId: 'p4' })
    const [line] = (await social.feed.grouped(ada)).items
    expect(line?.group).toMatchObject({ activities: 3, people: 3 })
    expect(line?.activity.personId).toBe('p3')
    await social.seed.mark(system, { rows: secret.slice(3, 4), state: 'unreadable' })
    expect((await social.feed.grouped(ada)).items[0]?.group?.latest.map(({ personId }) => personId)).toEqual([
      'p1',
      'p0',
    ])
  })

  it('walks past thousands who say the same without losing what lies among and behind them', async () => {
    const { social } = await createTestSocial({ store: openStore(), modules: { seed } })
    const others = Array.from({ length: 25 }, (_, place) =>
      activityRow({ id: `other ${place}`, personId: 'cho', publishedAt: now - day + place * 70_000 + 500 }),
    )
    await social.seed.activities(system, {
      rows: [...finished('lesson:1', 1500), ...finished('lesson:2', 700, now - 3 * day), ...others],
    })
    const lines = await walkPages((cursor) => social.feed.grouped(ada, { limit: 10, cursor }))
    expect(lines.filter(({ group }) => group === null)).toHaveLength(25)
    expect(lines.flatMap(({ group }) => group?.people ?? [])).toEqual([1500, 700])
  })

  it('says each thing once, even where more was said in between than a cursor remembers', async () => {
    const { social } = await createTestSocial({ store: openStore(), modules: { seed } })
    const said = Array.from({ length: 60 }, (_, place) => `lesson:${place}`).flatMap((group, place) => [
      activityRow({ id: `late ${group}`, personId: 'bob', group, publishedAt: now - day + 1000 - place }),
      activityRow({ id: `early ${group}`, personId: 'cho', group, publishedAt: now - day + 500 - place }),
    ])
    await social.seed.activities(system, { rows: said })
    const lines = await walkPages((cursor) => social.feed.grouped(ada, { limit: 7, cursor }))
    expect(lines.map(({ activity }) => activity.group)).toEqual(
      Array.from({ length: 60 }, (_, place) => `lesson:${place}`),
    )
    expect(lines.every(({ group }) => group?.people === 2)).toBe(true)
  })

  it('refuses a cursor that nobody here has made', async () => {
    const { social } = await createTestSocial({ store: openStore() })
    await social.activities.publish(ada, { personId: 'ada', text: 'one' })
    await social.activities.publish(ada, { personId: 'ada', text: 'two' })
    const { next: ofHome } = await social.feed.home(ada, { limit: 1 })
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    for (const cursor of [
      '',
      'x',
      ofHome,
      encode([]),
      encode([1]),
      encode([1.5, 'a']),
      encode([1, 'a', 1]),
      encode({}),
    ]) {
      await expect(social.feed.grouped(ada, { cursor }), String(cursor)).rejects.toMatchObject({
        code: 'invalid_cursor',
      })
      await expect(social.feed.home(ada, { perAuthor: 1, cursor }), String(cursor)).rejects.toMatchObject({
        code: 'invalid_cursor',
      })
    }
    await expect(social.feed.grouped(ada, { personId: 'bob' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(social.feed.grouped(ada, { programmeId: 'course' })).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('a page of a grouped feed', () => {
  it('costs a bounded number of statements, whatever stands in it', async () => {
    const counting = countingStore(memoryStore())
    const { social } = await createTestSocial({ store: counting, modules: { seed } })
    await social.seed.activities(system, { rows: finished('lesson:1', 500) })
    counting.reset()
    await social.feed.grouped(ada, { limit: 20 })
    // Two reads of the feed with their groups, two counts, the names, and what every page looks up.
    expect(counting.count, JSON.stringify(counting.calls)).toBe(2 + 1 + 2 + 1 + 4)
  })
})
