const day = 24 * 60 * 60 * 1000
const year = 365 * day

/** Moments of the year before, in order; by day more than by night. */
export function moments(count: number, until: number, next: () => number): number[] {
  return Array.from({ length: count }, () => {
    const ago = next() * year
    const midnight = Math.floor((until - ago) / day) * day
    const hour = 6 + (next() + next()) * 8.5
    return Math.min(until - 60_000, Math.floor(midnight + hour * 3_600_000))
  }).toSorted((one, other) => one - other)
}
