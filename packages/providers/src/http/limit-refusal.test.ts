import { isSociusError } from '@socius/core/provider'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHttp } from './create-http.js'
import { readRefusal } from './limit-refusal.js'
import type { LimitRefusal, LimitTable } from './limit-table.js'

const now = Date.parse('2026-03-02T10:00:00Z')
const bytesOf = (body: unknown) => new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body))
const refused = (refusals: readonly LimitRefusal[], status: number, body: unknown) =>
  readRefusal({ refusals, status, bytes: bytesOf(body), now })

/** https://developers.facebook.com/docs/graph-api/overview/rate-limiting#error-codes */
const meta: readonly LimitRefusal[] = [
  { statuses: [400, 403], when: { path: 'error.code', is: [4, 17, 32, 613, 80_001] } },
]
/** https://developers.google.com/youtube/v3/docs/errors and the quota page: units come back at midnight, Pacific time. */
const youtube: readonly LimitRefusal[] = [
  {
    statuses: [403],
    when: { path: 'error.errors.*.reason', is: ['quotaExceeded', 'dailyLimitExceeded'] },
    waits: [{ midnightIn: 'America/Los_Angeles' }],
  },
  { statuses: [403], when: { path: 'error.errors.*.reason', is: ['rateLimitExceeded', 'userRateLimitExceeded'] } },
  { statuses: [429], waits: [{ path: 'error.details.*.retryDelay', as: 'duration' }] },
]
/** https://docs.discord.com/developers/topics/rate-limits#exceeding-a-rate-limit */
const discord: readonly LimitRefusal[] = [{ statuses: [429], waits: [{ path: 'retry_after', as: 'seconds' }] }]
const resets: readonly LimitRefusal[] = [{ statuses: [429], waits: [{ path: 'reset_at', as: 'instant' }] }]

const quota = (reason: string) => ({
  error: {
    code: 403,
    message: 'The request cannot be completed because you have exceeded your quota.',
    errors: [{ message: 'The request cannot be completed …', domain: 'youtube.quota', reason }],
  },
})
const retryInfo = {
  error: {
    ...{ code: 429, message: 'You exceeded your current quota.', status: 'RESOURCE_EXHAUSTED' },
    details: [
      { '@type': 'type.googleapis.com/google.rpc.Help', links: [] },
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '53s' },
    ],
  },
}
const requestLimit = {
  error: { message: '(#4) Application request limit reached', type: 'OAuthException', code: 4, fbtrace_id: 'A' },
}

describe('readRefusal', () => {
  it.each([
    ['a code in an error of status 403', meta, 403, requestLimit, null],
    ['a code in an error of status 400', meta, 400, { error: { code: 80_001 } }, null],
    ['a reason in a list, until midnight in winter', youtube, 403, quota('quotaExceeded'), 22 * 3_600_000],
    ['a reason in a list without a wait', youtube, 403, quota('rateLimitExceeded'), null],
    ['a delay among the details', youtube, 429, retryInfo, 53_000],
    ['a delay with fractions', youtube, 429, { error: { details: [{ retryDelay: '2.463586755s' }] } }, 2464],
    ['a member in seconds', discord, 429, { message: 'You are being rate limited.', retry_after: 64.57 }, 64_570],
    ['a member in seconds, as a text', discord, 429, { retry_after: '3' }, 3000],
    ['an ISO timestamp', resets, 429, { reset_at: '2026-03-02T10:00:30Z' }, 30_000],
    ['seconds since the epoch', resets, 429, { reset_at: now / 1000 + 30 }, 30_000],
    ['milliseconds since the epoch', resets, 429, { reset_at: now + 30_000 }, 30_000],
  ])('reads %s', (_, table, status, body, retryAfter) => {
    expect(refused(table, status, body)).toEqual({ retryAfter })
  })

  it.each([
    ['another code', meta, 403, { error: { code: 190 } }],
    ['a code as a text', meta, 403, { error: { code: '4' } }],
    ['a code elsewhere', meta, 403, { code: 4 }],
    ['another status', meta, 404, requestLimit],
    ['another reason', youtube, 403, quota('forbidden')],
    ['a body that is no JSON', meta, 403, '<html>'],
    ['a body that is cut', meta, 403, '{"error":{"code":4'],
    ['a path through what is no object', meta, 403, { error: 'code' }],
    ['an inherited member', [{ statuses: [403], when: { path: 'constructor.name', is: ['Object'] } }], 403, {}],
  ])('is null for %s', (_, table, status, body) => {
    expect(refused(table, status, body)).toBeNull()
  })

  it.each([
    ['a negative number', -5],
    ['an exponent', 1e300],
    ['years', 999_999_999],
    ['a text', 'soon'],
    ['a list', [5]],
    ['nothing', null],
    ['a truth', true],
  ])('does not believe a wait of %s', (_, retryAfter) => {
    expect(refused(discord, 429, { retry_after: retryAfter })).toEqual({ retryAfter: null })
  })

  it.each(['2026-03-02T09:59:00Z', '2099-01-01T00:00:00Z', 0.5, -1, '1e9'])('nor a reset at %s', (at) => {
    const wait = refused(resets, 429, { reset_at: at })?.retryAfter ?? null
    expect(wait === null || wait <= 1000).toBe(true)
  })

  it('waits until midnight, whether summer begins or ends that day', () => {
    const at = (instant: string) => {
      const options = { refusals: youtube, status: 403, bytes: bytesOf(quota('quotaExceeded')) }
      return readRefusal({ ...options, now: Date.parse(instant) })?.retryAfter
    }
    const hour = 3_600_000
    expect(at('2026-07-01T12:00:00Z')).toBe(19 * hour)
    // Clocks go forward on 8 March and back on 1 November 2026, at two in the morning.
    expect(at('2026-03-08T08:30:00Z')).toBe(22.5 * hour)
    expect(at('2026-11-01T07:30:00Z')).toBe(24.5 * hour)
    expect(at('2026-07-01T07:00:00Z')).toBe(24 * hour)
  })

  it('never waits for ever, whatever a body holds', () => {
    const table: readonly LimitRefusal[] = [...discord, ...resets].map((each) => ({ ...each, statuses: [429] }))
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.string(), fc.bigInt().map(String), fc.jsonValue()), (value) => {
        for (const each of table) {
          const wait = refused([each], 429, { retry_after: value, reset_at: value })?.retryAfter ?? 0
          expect(Number.isSafeInteger(wait) && wait >= 0 && wait <= 31 * 24 * 3_600_000).toBe(true)
        }
      }),
    )
  })
})

describe('requests with a table of limits', () => {
  const signal = new AbortController().signal
  const ask = async (answer: Response, limits: LimitTable) => {
    const http = createHttp({ fetch: async () => answer, clock: { now: () => now }, timeout: 50 }, limits)
    const error: unknown = await http.json({ url: 'https://example.com/', signal }).catch((thrown: unknown) => thrown)
    if (!isSociusError(error)) throw new Error('It did not fail with one of our errors.')
    const { code, retryable, retryAfter, details } = error
    return { code, retryable, retryAfter, status: details['status'] }
  }
  const limited = { code: 'provider_rate_limited', retryable: true }

  it('call a refusal what it is, with the wait of the gauge', async () => {
    const usage = { 1: [{ type: 'pages', call_count: 100, estimated_time_to_regain_access: 19 }] }
    const answer = Response.json(requestLimit, {
      status: 403,
      headers: { 'x-business-use-case-usage': JSON.stringify(usage) },
    })
    const regain = { member: 'estimated_time_to_regain_access', unit: 60_000 }
    const gauges = [{ header: 'x-business-use-case-usage', percents: ['call_count'], regain }]
    expect(await ask(answer, { gauges, refusals: meta })).toEqual({ ...limited, retryAfter: 1_140_000, status: 403 })
  })

  it('leave every other refusal as it is', async () => {
    const answer = Response.json({ error: { code: 200 } }, { status: 403 })
    expect(await ask(answer, { refusals: meta })).toMatchObject({ code: 'provider_forbidden', retryable: false })
  })

  it('believe a header before a body', async () => {
    const answer = Response.json({ retry_after: 64 }, { status: 429, headers: { 'retry-after': '65' } })
    expect(await ask(answer, { refusals: discord })).toEqual({ ...limited, retryAfter: 65_000, status: 429 })
  })

  it.each([
    ['is endless', () => new ReadableStream({ pull: (body) => body.enqueue(new Uint8Array(50_000).fill(0x20)) })],
    ['never comes', () => new ReadableStream({ start: (body) => body.enqueue(new Uint8Array([0x7b])) })],
    ['breaks', () => new ReadableStream({ pull: (body) => body.error(new Error('reset')) })],
  ])('do without a reason that %s', async (_, body) => {
    const answer = new Response(body(), { status: 429, headers: { 'retry-after': '7' } })
    expect(await ask(answer, { refusals: discord })).toEqual({ ...limited, retryAfter: 7000, status: 429 })
  })
})
