import { createSocius, type ErrorCode, system } from '@socius/core'
import { memoryStore } from '@socius/storage-adapters/memory'
import { createNetwork, type Fault, type PlatformName } from '@socius/testkit/network'
import { expect, it } from 'vitest'
import { bluesky } from './bluesky.js'
import { rss } from './rss.js'

const hour = 3_600_000
const day = 24 * hour

/** Each question of a run, by the part of the address that only it has. */
const questions: readonly { readonly platform: PlatformName; readonly name: string; readonly match: RegExp }[] = [
  { platform: 'bluesky', name: 'profile', match: /getProfile\?/ },
  { platform: 'bluesky', name: 'first page', match: /getAuthorFeed(?!.*cursor=)/ },
  { platform: 'bluesky', name: 'later page', match: /getAuthorFeed.*cursor=/ },
  { platform: 'bluesky', name: 'look-up', match: /getPosts\?/ },
  { platform: 'bluesky', name: 'comments', match: /getPostThread/ },
  { platform: 'rss', name: 'feed', match: /feed\.xml/ },
]

const unavailable: ErrorCode = 'provider_unavailable'
const malformed: ErrorCode = 'provider_malformed'

/** What is wrong, and what the report says of it while it lasts; null when runs end in spite of it. */
const faults: readonly (readonly [Fault, ErrorCode | null])[] = [
  [{ kind: 'status', status: 429 }, 'provider_rate_limited'],
  [{ kind: 'status', status: 429, resetAfter: 20_000 }, 'provider_rate_limited'],
  [{ kind: 'status', status: 429, resetAfter: 2 * hour }, 'provider_rate_limited'],
  [{ kind: 'status', status: 500 }, unavailable],
  [{ kind: 'status', status: 502 }, unavailable],
  [{ kind: 'status', status: 503 }, unavailable],
  [{ kind: 'timeout' }, unavailable],
  [{ kind: 'reset' }, unavailable],
  [{ kind: 'reset', midBody: true }, unavailable],
  [{ kind: 'cutBody' }, malformed],
  [{ kind: 'wrongShape' }, malformed],
  [{ kind: 'notJson' }, malformed],
  [{ kind: 'oneBadItem' }, null],
  [{ kind: 'shuffledPage' }, null],
  [{ kind: 'slow', delay: 20_000 }, null],
]

const isList = ({ name }: { name: string }) => !['profile', 'comments'].includes(name)
const cases = questions.flatMap((question) =>
  faults.flatMap(([fault, code]) =>
    (fault.kind !== 'oneBadItem' && fault.kind !== 'shuffledPage') || isList(question)
      ? [{ ...question, fault, code, what: JSON.stringify(fault) }]
      : [],
  ),
)

it.each(cases)(
  '$what at the $name of $platform passes, and leaves nothing behind',
  async ({ platform, match, fault, code }) => {
    const network = createNetwork({ seed: 3 })
    const { clock, random } = network
    const ada = network.bluesky.account('ada.test')
    ada.generate(130, { every: hour })
    const root = ada.post('A question')
    network.bluesky.account('ben.test').post('An answer', { replyTo: root })
    const blog = network.rss.blog('https://ada.example', { window: 50 })
    const options = { fetch: network.fetch, clock, timeout: 20 }
    const social = await createSocius({
      store: memoryStore(),
      providers: [bluesky(options), rss(options)],
      clock,
      random,
      dispatch: 'manual',
      sync: { retry: { attempts: 2, longest: 30_000 }, checks: { latest: 2 * day } },
    })
    for (let number = 0; number < 5; number++) blog.publish({ title: `Entry ${number}`, html: '<p>Text</p>' })
    const consent = { purposes: ['sync' as const, 'display' as const], text: 'v1' }
    const handles = { bluesky: 'ada.test', rss: blog.feeds.rss }
    for (const [name, handle] of Object.entries(handles)) {
      await social.accounts.link(system, { personId: 'ada', platform: name, handle, consent })
    }
    await social.dispatch()
    const codes = new Set<ErrorCode>()
    const look = async () => {
      const reports = [await social.sync.runDue(system)]
      const { items } = await social.feed.timeline(system, { personId: 'ada', limit: 10 })
      const asked = items.find(({ activity }) => activity.text === 'A question')
      if (asked) reports.push(await social.sync.comments(system, { activityId: asked.activity.id }))
      for (const { error } of reports.flatMap(({ accounts }) => accounts)) if (error) codes.add(error.code)
    }
    // A later page comes first with a first read; the rest with a second one.
    const failure = network.fail({ ...fault, platform, match, times: Number.POSITIVE_INFINITY })
    for (let looks = 0; looks < 3; looks++) {
      await look()
      await clock.advance(hour)
    }
    await clock.advance(7 * day)
    await look()
    failure.lift()
    expect(failure.count).toBeGreaterThan(0)
    // A page of HTML in the place of a feed is asked for its feed, and names none.
    const mayBe = platform === 'rss' && fault.kind === 'notJson' ? ['provider_not_found'] : []
    expect([...codes].filter((one) => !mayBe.includes(one))).toEqual(code === null ? [] : [code])

    for (let looks = 0; looks < 12; looks++) {
      await clock.advance(day)
      await look()
    }
    // An item that could not be told by an id, for longer than the overlap, is read again by a full run.
    if (fault.kind === 'oneBadItem') await social.sync.run(system, { full: true })
    const seen: (string | null)[] = []
    for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
      const page = await social.feed.timeline(system, {
        personId: 'ada',
        limit: 100,
        ...(cursor === null ? {} : { cursor }),
      })
      seen.push(...page.items.map(({ activity }) => activity.externalId))
      cursor = page.next
    }
    expect([seen.length, new Set(seen).size]).toEqual([136, 136])
    await social.close()
  },
)
