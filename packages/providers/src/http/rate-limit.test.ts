import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRateLimit, readRetryAfter } from './rate-limit.js'

const now = Date.parse('2026-03-02T10:00:00Z')
const month = 31 * 24 * 3_600_000
const limits = (headers: Record<string, string>) => readRateLimit(new Headers(headers), now)
const wait = (headers: Record<string, string>) => readRetryAfter(new Headers(headers), now)

/** Headers of what a header may hold. */
function readable(entries: readonly (readonly [string, string])[]): Headers {
  const headers = new Headers()
  for (const [name, value] of entries) headers.set(name, value.replace(/[^\x20-\x7e]/g, ' '))
  return headers
}

describe('readRateLimit', () => {
  it('is null where nothing is said', () => {
    expect(limits({ 'content-type': 'text/xml' })).toBeNull()
    expect(limits({ 'ratelimit-limit': 'many', 'x-ratelimit-reset': 'soon' })).toBeNull()
  })

  it.each([
    [
      'unix seconds (Bluesky)',
      { 'ratelimit-limit': '3000', 'ratelimit-remaining': '2999', 'ratelimit-reset': String(now / 1000 + 60) },
    ],
    [
      'a span in seconds (IETF draft)',
      { 'ratelimit-limit': '3000, 3000;w=300', 'ratelimit-remaining': '2999', 'ratelimit-reset': '60' },
    ],
    [
      'unix seconds (GitHub)',
      { 'x-ratelimit-limit': '3000', 'x-ratelimit-remaining': '2999', 'x-ratelimit-reset': String(now / 1000 + 60) },
    ],
    [
      'a timestamp (Mastodon)',
      {
        'x-ratelimit-limit': '3000',
        'x-ratelimit-remaining': '2999',
        'x-ratelimit-reset': '2026-03-02T10:01:00.000000Z',
      },
    ],
    [
      'unix seconds (X)',
      { 'x-rate-limit-limit': '3000', 'x-rate-limit-remaining': '2999', 'x-rate-limit-reset': String(now / 1000 + 60) },
    ],
    [
      'unix milliseconds',
      { 'x-ratelimit-limit': '3000', 'x-ratelimit-remaining': '2999', 'x-ratelimit-reset': String(now + 60_000) },
    ],
    ['structured fields', { ratelimit: '"default";r=2999;t=60', 'ratelimit-policy': '"default";q=3000;w=300' }],
    ['one field (older draft)', { ratelimit: 'limit=3000, remaining=2999, reset=60' }],
  ])('reads a reset in %s', (_, headers) => {
    expect(limits(headers)).toEqual({ limit: 3000, remaining: 2999, resetAt: now + 60_000 })
  })

  it('keeps what can be read and nulls the rest', () => {
    expect(limits({ 'x-ratelimit-remaining': '7' })).toEqual({ limit: null, remaining: 7, resetAt: null })
  })

  it('takes the strictest of a header that came several times', () => {
    expect(limits({ 'x-ratelimit-remaining': '0, 12', 'x-ratelimit-reset': '30, 60' })).toEqual({
      ...{ limit: null, remaining: 0, resetAt: now + 60_000 },
    })
  })

  it('reads a span until the reset (Discord)', () => {
    const headers = { 'x-ratelimit-limit': '5', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '1.5' }
    expect(limits(headers)).toEqual({ limit: 5, remaining: 0, resetAt: now + 1500 })
  })

  it.each([
    ['a year far away', '9999-12-31T00:00:00Z'],
    ['a span of years', '99999999'],
    ['fifteen digits', '999999999999999'],
    ['a negative number', '-60'],
    ['an exponent', '1e300'],
    ['no number', 'NaN'],
    ['a header without end', '1,'.repeat(5000)],
  ])('does not believe a reset that is %s', (_, text) => {
    expect(limits({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': text })?.resetAt).toBeNull()
  })

  it('never waits long, never for the past, and bears any text', () => {
    const numeric = fc.oneof(fc.double(), fc.integer(), fc.bigInt(), fc.date()).map(String)
    const text = fc.oneof(fc.string({ unit: 'grapheme-ascii' }), numeric)
    const name = fc.constantFrom('limit', 'remaining', 'reset', 'reset-after')
    fc.assert(
      fc.property(fc.dictionary(name, text), text, (given, after) => {
        const named = Object.entries(given).map(([key, value]) => [`ratelimit-${key}`, value] as const)
        const headers = readable([...named, ['retry-after', after]])
        const facts = readRateLimit(headers, now)
        for (const value of Object.values(facts ?? {})) expect(value === null || Number.isSafeInteger(value)).toBe(true)
        expect(facts?.resetAt ?? now).toBeLessThanOrEqual(now + month)
        const retryAfter = readRetryAfter(headers, now) ?? 0
        expect(Number.isSafeInteger(retryAfter) && retryAfter >= 0 && retryAfter <= month).toBe(true)
      }),
    )
  })
})

describe('readRetryAfter', () => {
  it.each([
    ['seconds', { 'retry-after': '120' }, 120_000],
    ['fractions', { 'retry-after': '0.5' }, 500],
    ['a date', { 'retry-after': 'Mon, 02 Mar 2026 10:02:00 GMT' }, 120_000],
    ['a date that has passed', { 'retry-after': 'Mon, 02 Mar 2026 09:00:00 GMT' }, null],
    ['a reset that has passed', { 'ratelimit-remaining': '0', 'ratelimit-reset': '2026-03-02T09:59:59Z' }, null],
    ['seconds that no platform means', { 'retry-after': '999999999' }, null],
    ['a date that no platform means', { 'retry-after': 'Mon, 02 Mar 2099 10:02:00 GMT' }, null],
    ['no wait at all', { 'retry-after': '0' }, 0],
    ['two spans', { 'retry-after': '5, 120' }, 120_000],
    ['two dates', { 'retry-after': 'Mon, 02 Mar 2026 10:02:00 GMT, Monday, 02-Mar-26 10:05:00 GMT' }, 300_000],
    ['a span and nonsense', { 'retry-after': 'soon, 7' }, 7000],
    ['an exponent', { 'retry-after': '1e300' }, null],
    ['nonsense', { 'retry-after': 'later' }, null],
    ['a negative number', { 'retry-after': '-5' }, null],
    ['nothing', {}, null],
    ['a used-up limit', { 'ratelimit-remaining': '0', 'ratelimit-reset': '30' }, 30_000],
    ['a limit that is not used up', { 'ratelimit-remaining': '10', 'ratelimit-reset': '30' }, null],
    ['the header before the limit', { 'retry-after': '1', 'ratelimit-remaining': '0', 'ratelimit-reset': '30' }, 1000],
  ] as [string, Record<string, string>, number | null][])('reads %s', (_, headers, expected) => {
    expect(wait(headers)).toBe(expected)
  })
})
