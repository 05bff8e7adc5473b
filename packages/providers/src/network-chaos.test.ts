import { createSocius, system } from '@socius/core'
import { memoryStore } from '@socius/storage-adapters/memory'
import { createNetwork, type Fault } from '@socius/testkit/network'
import { expect, it } from 'vitest'
import { bluesky } from './bluesky.js'
import { devto } from './devto.js'
import { mastodon } from './mastodon.js'
import { rss } from './rss.js'

const passing: readonly Fault[] = [
  { kind: 'status', status: 429 },
  { kind: 'status', status: 429, resetAfter: 60_000 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
  { kind: 'reset' },
  { kind: 'reset', midBody: true },
  { kind: 'cutBody' },
  { kind: 'wrongShape' },
  { kind: 'notJson' },
  { kind: 'slow', delay: 20_000 },
  { kind: 'shuffledPage' },
  { kind: 'duplicatePage' },
]

it.each(passing)('a sync through many times %o ends with all that was published, once', async (fault) => {
  const network = createNetwork({ seed: 5 })
  network.bluesky.account('ada.test').generate(420)
  const blog = network.rss.blog('https://ada.example')
  for (let index = 0; index < 8; index += 1) blog.publish({ title: `Entry ${index}`, html: '<p>Text</p>' })
  network.mastodon.account('ada@fedi.test').generate(130)
  network.devto.account('ada').generate(12)
  const options = { fetch: network.fetch, clock: network.clock }
  const { clock } = network
  const providers = [bluesky(options), rss(options), mastodon(options), devto(options)]
  const social = await createSocius({ store: memoryStore(), providers, clock })
  const consent = { purposes: ['sync' as const, 'display' as const], text: 'privacy-1' }
  const handles = { bluesky: 'ada.test', rss: blog.feeds.rss, mastodon: '@ada@fedi.test', devto: '@ada' }
  for (const [platform, handle] of Object.entries(handles)) {
    await social.accounts.link(system, { personId: 'ada', platform, handle, consent })
  }

  const chaos = network.chaos({ rate: 0.4, faults: [fault] })
  for (let run = 0; run < 8; run += 1) {
    await social.sync.run(system, {})
    await clock.advance(6 * 60 * 60 * 1000)
  }
  chaos.lift()
  await social.sync.run(system, {})

  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await social.feed.timeline(system, { personId: 'ada', limit: 100, ...(cursor && { cursor }) })
    seen.push(...page.items.map(({ activity }) => activity.externalId ?? ''))
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  expect(chaos.count).toBeGreaterThan(0)
  expect([seen.length, new Set(seen).size]).toEqual([570, 570])
  await social.close()
})
