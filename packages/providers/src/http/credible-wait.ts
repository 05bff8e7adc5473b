/** Milliseconds. Limits are counted by the month at the longest: whoever names a longer wait is wrong, or means harm. */
const longestWait = 31 * 24 * 60 * 60 * 1000

/** A wait in whole milliseconds; null for what no platform would mean. */
export function credibleWait(milliseconds: number): number | null {
  return milliseconds >= 0 && milliseconds <= longestWait ? Math.ceil(milliseconds) : null
}

/** A point in time that may be waited for, or has passed; null for one too far ahead. Milliseconds since the epoch. */
export function credibleReset(at: number, now: number): number | null {
  return Number.isFinite(at) && at >= 0 && at - now <= longestWait ? Math.ceil(at) : null
}
