const day = 24 * 60 * 60 * 1000

/**
 * When the next day begins somewhere, summer time minded. Milliseconds since the epoch.
 * @param timeZone an IANA name.
 */
export function nextMidnight(now: number, timeZone: string): number {
  const local = now + offsetOf(now, timeZone)
  const midnight = Math.floor(local / day) * day + day
  // The offset of that moment may be another than the one of now; one step settles it, since clocks change by hours.
  const guess = midnight - offsetOf(now, timeZone)
  return midnight - offsetOf(guess, timeZone)
}

/** What the clocks there show at that moment, less what they show in Greenwich. Milliseconds. */
function offsetOf(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  }).formatToParts(at)
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((each) => each.type === type)?.value)
  const shown = Date.UTC(
    ...([part('year'), part('month') - 1, part('day')] as const),
    ...([part('hour'), part('minute'), part('second')] as const),
  )
  return shown - Math.floor(at / 1000) * 1000
}
