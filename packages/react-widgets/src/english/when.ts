import { countOf } from './count-of.js'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** How long ago, for what is recent; the date for everything else. Milliseconds since the epoch. */
export function since(at: number, now = Date.now()): string {
  const ago = now - at
  if (ago < minute) return 'just now'
  if (ago < 7 * day) return `${duration(ago)} ago`
  return new Date(at).toLocaleDateString('en', { dateStyle: 'medium' })
}

/** How long until then. Milliseconds since the epoch. */
export function until(at: number, now = Date.now()): string {
  return at - now < minute ? 'in a moment' : `in ${duration(at - now)}`
}

/** In the largest unit of which there is one. */
export function duration(milliseconds: number): string {
  if (milliseconds >= day) return countOf(Math.floor(milliseconds / day), 'day')
  if (milliseconds >= hour) return countOf(Math.floor(milliseconds / hour), 'hour')
  return countOf(Math.floor(milliseconds / minute), 'minute')
}
