import { expect } from 'vitest'
import { account, consent } from '../src/accounts/index.js'
import { activity, activityTag, comment, tally } from '../src/activities/index.js'
import { reaction, share } from '../src/activities/response.js'
import { type Tie, tie } from '../src/graph/tie.js'
import { personTerm, personText } from '../src/people/findable.js'
import { identity } from '../src/people/index.js'
import { person } from '../src/person/index.js'
import { createStore, type StoreAdapter } from '../src/store.js'

/** What holds of all rows of a tenant, whatever led to them, as long as no merge is half done. */
export async function expectSound(adapter: StoreAdapter, tenant = 'default'): Promise<void> {
  const store = createStore(adapter, tenant)
  const all = async <Row extends { id: string }>(collection: Parameters<typeof store.query<Row>>[0]) => {
    const page = await store.query(collection, { limit: 1000 })
    expect(page.next).toBeNull()
    return page.items
  }
  const people = new Map((await all(person)).map((row) => [row.id, row]))
  const gone = new Set([...people.values()].flatMap((row) => (row.mergedInto === null ? [] : [row.id])))
  const [activities, tags, comments, reactions, shares, tallies, ties, accounts] = [
    await all(activity),
    await all(activityTag),
    await all(comment),
    await all(reaction),
    await all(share),
    await all(tally),
    await all(tie),
    await all(account),
  ]
  const owned = [...activities, ...tags, ...comments, ...reactions, ...shares, ...accounts]
  const named = [
    ...owned,
    ...(await all(identity)),
    ...(await all(consent)),
    ...(await all(personText)),
    ...(await all(personTerm)),
  ]
  // Nobody who was merged away has anything.
  expect(named.filter(({ personId }) => personId !== null && gone.has(personId))).toEqual([])
  expect(
    ties.filter(({ fromId, toId, initiatedBy }) => [fromId, toId, initiatedBy].some((id) => gone.has(id))),
  ).toEqual([])
  // Tallies count what is there.
  for (const row of tallies) {
    expect(row).toEqual({
      id: row.id,
      reactions: reactions.filter(({ subjectId }) => subjectId === row.id).length,
      comments: comments.filter(({ subjectId, origin }) => subjectId === row.id && origin === 'native').length,
      shares: shares.filter(({ subjectId }) => subjectId === row.id).length,
    })
  }
  expect(reactions.filter(({ subjectId }) => !tallies.some(({ id }) => id === subjectId))).toEqual([])
  // What hangs on something is where that is.
  const whose = new Map(activities.map((row) => [row.id, row.personId]))
  expect(tags.filter(({ activityId, personId }) => whose.get(activityId) !== personId)).toEqual([])
  expect(shares.filter(({ activityId, personId }) => whose.get(activityId) !== personId)).toEqual([])
  for (const row of activities) {
    const source = accounts.find(({ id }) => id === row.accountId)
    if (source) expect(row.personId).toBe(source.personId)
  }
  expectSoundTies(ties)
  // One linked account of a platform counts.
  for (const [key, rows] of Map.groupBy(
    accounts.filter(({ state }) => state !== 'disconnected'),
    ({ personId, platform }) => `${personId} ${platform}`,
  )) {
    expect(rows.filter(({ primary }) => primary).length, key).toBe(1)
  }
}

function expectSoundTies(ties: readonly Tie[]): void {
  const find = (kind: string, fromId: string, toId: string) =>
    ties.find((row) => row.kind === kind && row.fromId === fromId && row.toId === toId)
  // A mute has no other side.
  for (const row of ties.filter(({ kind }) => kind !== 'mute')) {
    expect(row.fromId).not.toBe(row.toId)
    const mirrored: Record<string, string> = { connection: 'connection', block: 'blocked', blocked: 'block' }
    const { status, initiatedBy, requestedAt, updatedAt } = row
    expect([row.fromId, row.toId]).toContain(initiatedBy)
    expect(find(mirrored[row.kind] ?? '', row.toId, row.fromId)).toMatchObject({
      status,
      initiatedBy,
      requestedAt,
      updatedAt,
    })
    if (row.kind !== 'block' || status !== 'active') continue
    expect(['pending', 'accepted']).not.toContain(find('connection', row.fromId, row.toId)?.status)
  }
  expect(new Set(ties.map(({ kind, fromId, toId }) => `${kind} ${fromId} ${toId}`)).size).toBe(ties.length)
}
