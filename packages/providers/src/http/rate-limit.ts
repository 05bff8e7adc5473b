import type { RateLimitFacts } from '@socius/core/provider'
import { credibleReset, credibleWait } from './credible-wait.js'

const prefixes = ['ratelimit-', 'x-ratelimit-', 'x-rate-limit-']

// A number above this is a point in time in unix seconds, one below it a span: 30 years of waiting make no sense.
const firstUnixSeconds = 1_000_000_000
const firstUnixMilliseconds = 1_000_000_000_000
const longestHeader = 1000

/**
 * What an answer says about the limits it counts against: `RateLimit-*` and `X-RateLimit-*` (IETF drafts, Bluesky,
 * Mastodon, GitHub, Discord), `X-Rate-Limit-*` (X), and the structured `RateLimit` field. Null when it says nothing. A
 * header that came several times counts as the strictest of them.
 * @param now milliseconds since the epoch, for resets given as a span.
 */
export function readRateLimit(headers: Headers, now: number): RateLimitFacts | null {
  for (const prefix of prefixes) {
    const limit = readCount(headers.get(`${prefix}limit`))
    const remaining = strictest(headers.get(`${prefix}remaining`), readCount, Math.min)
    const resetAt =
      strictest(headers.get(`${prefix}reset`), (text) => readInstant(text, now), Math.max) ??
      strictest(headers.get(`${prefix}reset-after`), (text) => readSpan(text, now), Math.max)
    if (limit !== null || remaining !== null || resetAt !== null) return { limit, remaining, resetAt }
  }
  const structured = headers.get('ratelimit')
  if (structured === null) return null
  const limit = readParameter(headers.get('ratelimit-policy'), 'q') ?? readParameter(structured, 'limit')
  const remaining = readParameter(structured, 'r') ?? readParameter(structured, 'remaining')
  const span = readParameter(structured, 't') ?? readParameter(structured, 'reset')
  if (limit === null && remaining === null && span === null) return null
  return { limit, remaining, resetAt: span === null ? null : credibleReset(now + span * 1000, now) }
}

/**
 * Milliseconds to wait before the next call: `Retry-After` in seconds or as a date, else the reset of a used-up limit.
 * Null when the answer does not say, or names a time that has passed: the clocks differ, and how much is left is unknown.
 */
export function readRetryAfter(headers: Headers, now: number): number | null {
  const read = (text: string): number | null => {
    if (/^\d{1,9}(\.\d{1,9})?$/.test(text)) return credibleWait(Number(text) * 1000)
    const at = readDate(text)
    return at === null ? null : credibleWait(at - now)
  }
  return strictest(headers.get('retry-after'), read, Math.max) ?? waitFor(readRateLimit(headers, now), now)
}

/** Milliseconds until a used-up limit is counted anew; null where it is not used up, or nobody says when. */
export function waitFor(facts: RateLimitFacts | null, now: number): number | null {
  if (!facts || facts.resetAt === null || (facts.remaining !== null && facts.remaining > 0)) return null
  return credibleWait(facts.resetAt - now)
}

/**
 * A point in time in unix seconds or milliseconds, as an ISO timestamp or an HTTP date, or a span in seconds from now.
 * Milliseconds since the epoch.
 */
export function readInstant(text: string, now: number): number | null {
  if (!/^\d{1,15}(\.\d{1,9})?$/.test(text)) {
    const at = readDate(text)
    return at === null ? null : credibleReset(at, now)
  }
  const value = Number(text)
  if (value >= firstUnixMilliseconds) return credibleReset(value, now)
  return credibleReset(value >= firstUnixSeconds ? value * 1000 : now + value * 1000, now)
}

function readSpan(text: string, now: number): number | null {
  return /^\d{1,9}(\.\d{1,9})?$/.test(text) ? credibleReset(now + Number(text) * 1000, now) : null
}

/** The first number of a header such as `100, 100;w=60`. */
function readCount(header: string | null): number | null {
  const digits = header?.match(/^\s*(\d{1,15})(?![.\d])/)?.[1]
  return digits === undefined ? null : Number(digits)
}

/** `fetch` joins headers of one name with commas; the comma of an HTTP date stands behind the name of a day. */
function strictest(
  header: string | null,
  read: (text: string) => number | null,
  choose: (...values: number[]) => number,
): number | null {
  if (header === null || header.length > longestHeader) return null
  const parts = header.split(/(?<!\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|[A-Z][a-z]+day)),/)
  const values = parts.flatMap((part) => read(part.trim()) ?? [])
  return values.length === 0 ? null : choose(...values)
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
