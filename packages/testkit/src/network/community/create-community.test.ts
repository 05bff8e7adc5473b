import { describe, expect, it } from 'vitest'
import { type Community, createCommunity } from './create-community.js'

async function collect<Item>(batches: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const items: Item[] = []
  for await (const batch of batches) items.push(...batch)
  return items
}

const options = { people: 2000, meanConnections: 40, activitiesPerPerson: 10 }

function degreesOf(community: Community): number[] {
  return Array.from({ length: community.people }, (_, person) => community.connectionsOf(person).length)
}

describe('createCommunity', () => {
  it('is the same for the same seed, however often and in whatever batches it is read', async () => {
    const one = createCommunity(options)
    const same = createCommunity(options)
    const activities = await collect(one.readActivities())
    expect(activities).toHaveLength(20_000)
    expect(await collect(one.readActivities({ size: 77 }))).toEqual(activities)
    expect(await collect(same.readActivities())).toEqual(activities)
    expect(await collect(same.readTies())).toEqual(await collect(one.readTies({ size: 500 })))
    const other = createCommunity({ ...options, seed: 2 })
    expect((await collect(other.readActivities())).map(({ person }) => person)).not.toEqual(
      activities.map(({ person }) => person),
    )
  })

  it('connects people once each way, with the mean asked for and a long tail', async () => {
    const community = createCommunity(options)
    const ties = await collect(community.readTies())
    expect(ties).toHaveLength(community.ties)
    const pairs = new Set(ties.map(({ from, to }) => `${Math.min(from, to)} ${Math.max(from, to)}`))
    expect(pairs.size).toBe(ties.length)
    expect(ties.every(({ from, to }) => from !== to && Math.max(from, to) < options.people)).toBe(true)
    const degrees = degreesOf(community).sort((a, b) => a - b)
    const mean = degrees.reduce((sum, degree) => sum + degree, 0) / options.people
    expect(Math.abs(mean - options.meanConnections)).toBeLessThan(options.meanConnections / 100)
    const least = degrees[0] ?? 0
    const most = degrees.at(-1) ?? 0
    expect(most / least).toBeGreaterThan(10)
    expect(most / least).toBeLessThanOrEqual(41)
    // Half of all people lie below the mean by far.
    expect(degrees[options.people / 2]).toBeLessThan(options.meanConnections * 0.85)
  })

  it('lists the connections of a person from both sides', async () => {
    const community = createCommunity({ people: 50, meanConnections: 6, activitiesPerPerson: 0 })
    const known = new Map<number, Set<number>>()
    for (const { from, to } of await collect(community.readTies())) {
      known.set(from, (known.get(from) ?? new Set()).add(to))
      known.set(to, (known.get(to) ?? new Set()).add(from))
    }
    for (let person = 0; person < 50; person += 1) {
      const expected = [...(known.get(person) ?? [])].sort((a, b) => a - b)
      expect([...community.connectionsOf(person)]).toEqual(expected)
    }
  })

  it('lets a few write most, for three audiences, with pauses up to two minutes', async () => {
    const until = Date.UTC(2026, 5, 1)
    const activities = await collect(createCommunity({ ...options, activitiesPerPerson: 50, until }).readActivities())
    const byAudience = Map.groupBy(activities, ({ audience }) => audience)
    const share = (audience: 'public' | 'connections' | 'private') =>
      (byAudience.get(audience)?.length ?? 0) / activities.length
    expect(share('public')).toBeCloseTo(0.6, 2)
    expect(share('connections')).toBeCloseTo(0.3, 2)
    expect(share('private')).toBeCloseTo(0.1, 2)
    const written = [...Map.groupBy(activities, ({ person }) => person).values()].map(({ length }) => length)
    written.sort((a, b) => b - a)
    const top = written.slice(0, options.people / 10).reduce((sum, count) => sum + count, 0)
    expect(top / activities.length).toBeGreaterThan(0.45)
    expect(written[0]).toBeGreaterThan(20 * (written[written.length >> 1] ?? 0))
    const pauses = activities
      .slice(1)
      .map(({ publishedAt }, index) => publishedAt - (activities[index]?.publishedAt ?? 0))
    expect(pauses.filter((pause) => pause < 0 || pause > 120_000)).toEqual([])
    expect(activities.at(-1)?.publishedAt).toBe(until)
  })

  it('lets people publish on every platform, articles where articles are written', async () => {
    const activities = await collect(createCommunity(options).readActivities())
    const byPlatform = Map.groupBy(activities, ({ platform }) => platform)
    expect([...byPlatform.keys()].sort()).toEqual(['bluesky', 'devto', 'mastodon', 'rss'])
    for (const [platform, published] of byPlatform) {
      expect(published.length).toBeGreaterThan(activities.length / 30)
      const isForArticles = platform === 'devto' || platform === 'rss'
      expect(published.every(({ kind }) => (kind === 'article') === isForArticles)).toBe(true)
    }
  })

  it('makes people with handles of their own', async () => {
    const people = await collect(createCommunity(options).readPeople())
    expect(new Set(people.map(({ handle }) => handle)).size).toBe(options.people)
    expect(people[3]).toMatchObject({ index: 3, handle: expect.stringMatching(/^[a-z]+-[a-z]+-3\.test$/) as string })
  })

  it('takes the edges: nobody, somebody alone, everybody with everybody', async () => {
    expect(
      await collect(createCommunity({ people: 0, meanConnections: 5, activitiesPerPerson: 5 }).readActivities()),
    ).toEqual([])
    const alone = createCommunity({ people: 1, meanConnections: 5, activitiesPerPerson: 3 })
    expect([alone.ties, alone.activities]).toEqual([0, 3])
    const all = createCommunity({ people: 8, meanConnections: 100, activitiesPerPerson: 0 })
    expect(Math.max(...degreesOf(all))).toBeLessThanOrEqual(7)
    expect(() => createCommunity({ ...options, people: -1 })).toThrow(RangeError)
  })
})
