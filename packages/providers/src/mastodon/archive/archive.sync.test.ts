import { createSocius, system } from '@socius/core'
import type { ActivityDraft } from '@socius/core/provider'
import { memoryStore } from '@socius/storage-adapters/memory'
import { describe, expect, it } from 'vitest'
import { mastodon } from '../provider.js'
import { live, owner, publishedWorld, statuses } from '../published-world.fixture.js'
import { oldest, publishedArchive } from './published-archive.fixture.js'

const now = Date.parse('2026-11-21T06:00:00Z')
const clock = { now: () => now, wait: () => Promise.resolve() }
const consent = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }

async function open() {
  const world = publishedWorld()
  const provider = mastodon({ fetch: async (input, init) => world(new Request(input, init)), clock })
  const social = await createSocius({ store: memoryStore(), providers: [provider], clock, dispatch: 'manual' })
  const person = { personId: 'ada', platform: 'mastodon', handle: '@trwnh@mastodon.social' }
  const account = await social.accounts.link(system, { ...person, consent })
  const files = Object.entries(publishedArchive()).map(([name, text]) => ({ name, text }))
  const drafts: ActivityDraft[] = []
  for await (const entry of provider.archive.read({
    account: { externalId: owner, handle: '' },
    files,
    signal: live,
  })) {
    if (!('reason' in entry)) drafts.push(entry)
  }
  const importArchive = () => social.sync.importArchive(system, { accountId: account.id, drafts, exportedAt: now - 1 })
  const timeline = async () => {
    const { items } = await social.feed.timeline(system, { personId: 'ada', limit: 50 })
    return items.map((item) => item.activity)
  }
  return { social, importArchive, timeline }
}

describe('an archive and the server', () => {
  it('tell of the same posts, and the archive adds what the server no longer lists', async () => {
    const { social, importArchive, timeline } = await open()
    await social.sync.run(system, {})
    const before = await timeline()
    expect(await importArchive()).toMatchObject({ created: 1, quarantined: 0, calls: 0 })
    const after = await timeline()
    expect(after.map(({ externalId }) => externalId)).toEqual([...statuses.map(({ uri }) => uri), oldest])
    const told = (row: (typeof before)[number]) => ({ ...row, contentHash: null })
    expect(after.slice(0, -1).map(told)).toEqual(before.map(told))
  })

  it('end the same when the archive comes first', async () => {
    const [one, other] = [await open(), await open()]
    await one.social.sync.run(system, {})
    await one.importArchive()
    expect(await other.importArchive()).toMatchObject({ created: statuses.length + 1 })
    await other.social.sync.run(system, {})
    const told = (rows: Awaited<ReturnType<typeof one.timeline>>) =>
      rows.map((row) => ({ ...row, consentId: null, contentHash: null }))
    expect(told(await other.timeline())).toEqual(told(await one.timeline()))
  })
})
