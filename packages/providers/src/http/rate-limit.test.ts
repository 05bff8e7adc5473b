import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRateLimit, readRetryAfter } from './rate-limit.js'

const now = Date.parse('2026-03-02T10:00:00Z')
const limits = (headers: Record<string, string>) => readRateLimit(new Headers(headers), now)
const wait = (headers: Record<string, string>) => readRetryAfter(new Headers(headers), now)

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

  it('bears any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme-ascii' }),
        fc.constantFrom('limit', 'remaining', 'reset'),
        (text, name) => {
          const facts = limits({ [`ratelimit-${name}`]: text })
          for (const value of Object.values(facts ?? {})) expect(value === null || Number.isFinite(value)).toBe(true)
        },
      ),
    )
  })
})

describe('readRetryAfter', () => {
  it.each([
    ['seconds', { 'retry-after': '120' }, 120_000],
    ['fractions', { 'retry-after': '0.5' }, 500],
    ['a date', { 'retry-after': 'Mon, 02 Mar 2026 10:02:00 GMT' }, 120_000],
    ['a date that has passed', { 'retry-after': 'Mon, 02 Mar 2026 09:00:00 GMT' }, 0],
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
