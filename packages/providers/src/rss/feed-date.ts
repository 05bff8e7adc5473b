const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

// Hours from UTC of the zones that RFC 822 names and that feeds use; every other name is UTC (RFC 2822, 4.3).
const zones: Readonly<Record<string, number>> = {
  ...{ ut: 0, utc: 0, gmt: 0, z: 0, est: -5, edt: -4, cst: -6, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7 },
  ...{ bst: 1, cet: 1, cest: 2, eet: 2, eest: 3, wet: 0, west: 1, msk: 3, jst: 9 },
}

const clock = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?`
const offset = String.raw`(?:(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?|([A-Za-z]{1,5}))`

/** RFC 3339 and the ISO 8601 forms around it. */
const iso = new RegExp(String.raw`^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ]\s{0,3}${clock}\s{0,3}${offset}?)?$`, 'i')
/** RFC 822, 850 and 2822. */
const mail = new RegExp(
  String.raw`^(?:[A-Za-z]{2,9}\.?,?\s{1,3})?(\d{1,2})[\s-]{1,3}([A-Za-z]{3,9})\.?,?[\s-]{1,3}(\d{2,4}),?(?:\s{1,3}${clock}\s{0,3}${offset}?)?$`,
)
/** The month first, as C's `ctime` and people in the United States write it. */
const monthFirst = new RegExp(
  String.raw`^(?:[A-Za-z]{2,9}\.?,?\s{1,3})?([A-Za-z]{3,9})\.?\s{1,3}(\d{1,2}),?\s{1,3}(?:(\d{4}),?(?:\s{1,3}${clock})?|${clock}\s{1,3}(\d{4}))$`,
)

/**
 * Reads a date of a feed: RFC 3339, RFC 822 with its many variants, `ctime`. A date without a zone is in UTC, whatever
 * the zone of the machine. Null for what is none, and for the times before 1971 that stand for "unset".
 * @returns milliseconds since the epoch
 */
export function parseFeedDate(text: string | null | undefined): number | null {
  const trimmed = text?.trim().replace(/\s*\([^()]*\)$/, '')
  if (!trimmed || trimmed.length > 60) return null
  return parseIso(trimmed) ?? parseMail(trimmed) ?? parseMonthFirst(trimmed)
}

function parseIso(text: string): number | null {
  const match = iso.exec(text)
  if (!match) return null
  const [, year, month, day = '1', hour, minute, second, fraction, sign, hours, minutes, zone] = match
  return instantOf(Number(year), Number(month) - 1, Number(day), [hour, minute, second, fraction], {
    sign,
    hours,
    minutes,
    zone,
  })
}

function parseMail(text: string): number | null {
  const match = mail.exec(text)
  if (!match) return null
  const [, day, month = '', year = '', hour, minute, second, fraction, sign, hours, minutes, zone] = match
  return instantOf(fullYear(year), monthOf(month), Number(day), [hour, minute, second, fraction], {
    sign,
    hours,
    minutes,
    zone,
  })
}

function parseMonthFirst(text: string): number | null {
  const match = monthFirst.exec(text)
  if (!match) return null
  const [, month = '', day, yearBefore, h1, m1, s1, f1, h2, m2, s2, f2, yearAfter] = match
  const time = yearBefore === undefined ? [h2, m2, s2, f2] : [h1, m1, s1, f1]
  return instantOf(Number(yearBefore ?? yearAfter), monthOf(month), Number(day), time, {})
}

interface Zone {
  readonly sign?: string | undefined
  readonly hours?: string | undefined
  readonly minutes?: string | undefined
  readonly zone?: string | undefined
}

function instantOf(
  year: number,
  month: number,
  day: number,
  [hour = '0', minute = '0', second = '0', fraction = '0']: readonly (string | undefined)[],
  { sign, hours = '0', minutes = '0', zone = 'utc' }: Zone,
): number | null {
  const milliseconds = Math.trunc(Number(`0.${fraction}`) * 1000)
  // A leap second counts as the one before it.
  const parts = [Number(hour), Number(minute), Math.min(Number(second), 59)] as const
  if (month < 0 || month > 11 || parts[0] > 24 || parts[1] > 59) return null
  const local = Date.UTC(year, month, day, ...parts, milliseconds)
  if (day < 1 || new Date(Date.UTC(year, month, day)).getUTCMonth() !== month) return null
  const distance = sign
    ? (Number(hours) + Number(minutes) / 60) * (sign === '-' ? -1 : 1)
    : (zones[zone.toLowerCase()] ?? 0)
  if (Math.abs(distance) > 14) return null
  const instant = local - distance * 3_600_000
  return instant >= Date.UTC(1971, 0, 1) && Number.isSafeInteger(instant) ? instant : null
}

function monthOf(name: string): number {
  return months.indexOf(name.slice(0, 3).toLowerCase())
}

/** Two digits are of this century up to 69 (RFC 2822, 4.3, with the pivot of POSIX). */
function fullYear(digits: string): number {
  const year = Number(digits)
  if (digits.length > 3) return year
  return year < 70 ? 2000 + year : 1900 + year
}
