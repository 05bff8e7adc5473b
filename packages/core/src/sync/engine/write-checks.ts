import { activity, type Measured } from '../../activities/index.js'
import type { CommandContext } from '../../operation/index.js'
import type { CheckBounds } from '../sync-settings.js'
import { nextCheck } from './next-check.js'

/** An activity whose platform has just been heard of it. */
export interface Seen {
  readonly id: string
  readonly publishedAt: number
  /** When it was last looked at before, and when it was to be looked at again, as far as that is known. */
  readonly lookedAt: number
  readonly checkAt: number | null
}

/** When activities that were seen are looked up again: what their counts did since the last time tells. */
export function checksAfter(
  seen: readonly Seen[],
  measured: readonly Measured[],
  { now, bounds }: { now: number; bounds: CheckBounds },
): Map<number, string[]> {
  const news = new Map(measured.map((item) => [item.activityId, item]))
  const checks = new Map<number, string[]>()
  for (const { id, publishedAt, lookedAt, checkAt } of seen) {
    const item = news.get(id)
    // That nothing has changed so soon says little: what was planned stays.
    const isPlanned = checkAt !== null && checkAt > now && checkAt <= now + bounds.latest
    const isSoon = isPlanned && now - lookedAt < (checkAt - lookedAt) / 2
    if (!item && isSoon) {
      addCheck(checks, checkAt, id)
      continue
    }
    const { before, counts } = item ?? { before: null, counts: null }
    const known = before && { counts: before, at: Math.max(before.countedAt, lookedAt) }
    addCheck(checks, nextCheck({ now, publishedAt, before: known, after: counts }, bounds), id)
  }
  return checks
}

export function addCheck(checks: Map<number, string[]>, at: number, id: string): void {
  const ids = checks.get(at)
  if (ids) ids.push(id)
  else checks.set(at, [id])
}

/**
 * Writes down when activities are looked up again: a statement for each time, and there are few times, since all lie at the
 * shortest distance times a power of two from now.
 */
export async function writeChecks(
  { store }: CommandContext,
  checks: ReadonlyMap<number, readonly string[]>,
  fetchedAt: number,
): Promise<void> {
  for (const [checkAt, ids] of checks) {
    const where = { id: { in: ids }, state: { ne: 'deleted' as const } }
    await store.update(activity, { where, set: { checkAt, fetchedAt } })
  }
}
