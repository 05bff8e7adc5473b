/** What a date can be, in milliseconds. A platform may date something to where no calendar reaches. */
const lastDate = 8.64e15

/** The UTC day of a time: `2026-11-25`. */
export function utcDay(at: number): string {
  return new Date(Math.min(Math.max(at, -lastDate), lastDate)).toISOString().split('T')[0] ?? ''
}
