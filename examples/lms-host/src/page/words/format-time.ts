const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const date = new Intl.DateTimeFormat('en', { dateStyle: 'medium' })
const minute = 60_000

/** How long ago, for what is recent; the date for everything else. */
export function formatTime(at: number, now = Date.now()): string {
  const ago = Math.max(0, now - at)
  if (ago < minute) return 'just now'
  if (ago < 60 * minute) return relative.format(-Math.round(ago / minute), 'minute')
  if (ago < 24 * 60 * minute) return relative.format(-Math.round(ago / (60 * minute)), 'hour')
  if (ago < 7 * 24 * 60 * minute) return relative.format(-Math.round(ago / (24 * 60 * minute)), 'day')
  return date.format(at)
}
