import type { RateLimitFacts } from '@socius/core/provider'

const prefixes = ['ratelimit-', 'x-ratelimit-', 'x-rate-limit-']

// A number above this is a point in time in unix seconds, one below it a span: 30 years of waiting make no sense.
const firstUnixSeconds = 1_000_000_000
const firstUnixMilliseconds = 1_000_000_000_000

/**
 * What an answer says about the limits it counts against: `RateLimit-*` and `X-RateLimit-*` (IETF drafts, Bluesky,
 * Mastodon, GitHub), `X-Rate-Limit-*` (X), and the structured `RateLimit` field. Null when it says nothing.
 * @param now milliseconds since the epoch, for resets given as a span.
 */
export function readRateLimit(headers: Headers, now: number): RateLimitFacts | null {
  for (const prefix of prefixes) {
    const limit = readCount(headers.get(`${prefix}limit`))
    const remaining = readCount(headers.get(`${prefix}remaining`))
    const resetAt = readReset(headers.get(`${prefix}reset`), now)
    if (limit !== null || remaining !== null || resetAt !== null) return { limit, remaining, resetAt }
  }
  const structured = headers.get('ratelimit')
  if (structured === null) return null
  const limit = readParameter(headers.get('ratelimit-policy'), 'q') ?? readParameter(structured, 'limit')
  const remaining = readParameter(structured, 'r') ?? readParameter(structured, 'remaining')
  const span = readParameter(structured, 't') ?? readParameter(structured, 'reset')
  if (limit === null && remaining === null && span === null) return null
  return { limit, remaining, resetAt: span === null ? null : now + span * 1000 }
}

/**
 * Milliseconds to wait before the next call: `Retry-After` in seconds or as a date, else the reset of a used-up limit.
 * Never negative; null when the answer does not say.
 */
export function readRetryAfter(headers: Headers, now: number): number | null {
  const header = headers.get('retry-after')?.trim()
  if (header) {
    if (/^\d{1,9}(\.\d{1,9})?$/.test(header)) return Math.ceil(Number(header) * 1000)
    const at = readDate(header)
    if (at !== null) return Math.max(0, at - now)
  }
  const facts = readRateLimit(headers, now)
  if (!facts || facts.resetAt === null || (facts.remaining !== null && facts.remaining > 0)) return null
  return Math.max(0, facts.resetAt - now)
}

/** The first number of a header such as `100, 100;w=60`. */
function readCount(header: string | null): number | null {
  const digits = header?.match(/^\s*(\d{1,15})/)?.[1]
  return digits === undefined ? null : Number(digits)
}

function readReset(header: string | null, now: number): number | null {
  const text = header?.trim()
  if (!text) return null
  if (/^\d{1,15}(\.\d{1,9})?$/.test(text)) {
    const value = Number(text)
    if (value >= firstUnixMilliseconds) return Math.ceil(value)
    return Math.ceil(value >= firstUnixSeconds ? value * 1000 : now + value * 1000)
  }
  return readDate(text)
}

/** An HTTP date or an ISO timestamp; `Date.parse` alone takes much more for a date. */
function readDate(text: string): number | null {
  if (!/^(?:[A-Z][a-z]{2,8},? |\d{4}-\d\d-\d\dT)/.test(text)) return null
  const at = Date.parse(text)
  return Number.isFinite(at) ? at : null
}

function readParameter(header: string | null, name: string): number | null {
  const digits = header?.match(new RegExp(`(?:^|[;,\\s])${name}=(\\d{1,15})`))?.[1]
  return digits === undefined ? null : Number(digits)
}
