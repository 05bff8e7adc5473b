import type { CommandContext } from '../operation/index.js'
import type { Counts } from '../provider/index.js'
import { activityCreated, activityMeasured, activityStateChanged, activityUpdated } from './activities.events.js'
import { type Activity, activity } from './activity.js'
import { type ActivityCounts, activityCounts, countsHash, hasCounts, metricPoint, pointOf } from './activity-counts.js'
import { activityFold, foldsOf } from './activity-fold.js'
import { activityTag, tagsOf } from './activity-tag.js'
import { removeEntries, tombstone } from './erase-activities.js'
import { withAnnotations } from './shown-audience.js'
import { suppression } from './suppression.js'

/** What to write of some activities: those that are new or changed, and how any of them are received. */
export interface ActivityWrites {
  readonly rows: readonly Activity[]
  /** May speak of activities that are stored already and whose rows are not written. */
  readonly measurements: readonly Measurement[]
}

/** What the platform says about the reception of one activity. */
export interface Measurement {
  readonly activityId: string
  readonly counts: Counts
}

export interface ActivityWriteResult {
  readonly created: readonly string[]
  readonly updated: readonly string[]
  readonly unchanged: number
  /** Activities whose counts are new or differ. */
  readonly measured: readonly Measured[]
}

/** Counts that are new, and those that they have replaced. */
export interface Measured extends Measurement {
  readonly before: ActivityCounts | null
}

/**
 * Writes activities with their tags, counts and history, and announces what changed. Only what differs is touched.
 */
export async function writeActivities(
  context: CommandContext,
  { rows: written, measurements }: ActivityWrites,
): Promise<ActivityWriteResult> {
  const { store, emit } = context
  const outcome = written.length === 0 ? nothingWritten : await store.upsert(activity, written)
  const rows = new Map(written.map((row) => [row.id, row]))
  const removed = await removedHere(context, rows, outcome.updated)
  const updated = outcome.updated.filter((id) => !removed.has(id))
  const changed = [...outcome.inserted, ...updated].flatMap((id) => rows.get(id) ?? [])
  if (updated.length > 0) {
    await removeEntries(context, updated)
    await checkAgain(
      context,
      updated.flatMap((id) => rows.get(id) ?? []),
    )
  }
  const tags = changed.flatMap(tagsOf)
  if (tags.length > 0) await store.insert(activityTag, tags)
  const folds = changed.flatMap(foldsOf)
  if (folds.length > 0) await store.insert(activityFold, folds)
  for (const id of outcome.inserted) announce(context, activityCreated, rows.get(id))
  for (const id of updated) announce(context, activityUpdated, rows.get(id))
  const created = new Set(outcome.inserted)
  const measured = await writeCounts(
    context,
    measurements.filter(({ activityId }) => !removed.has(activityId)),
    created,
  )
  for (const { activityId } of measured) {
    // A new activity says so itself; its first counts are no news.
    if (!created.has(activityId)) emit(activityMeasured, { subject: activityId, payload: { activityId } })
  }
  return { created: outcome.inserted, updated, unchanged: outcome.unchanged + removed.size, measured }
}

/**
 * Which of these were removed here while they were being read; they are made tombstones again. Asked after the write,
 * which holds the rows: whoever removes one from now on waits for this transaction.
 */
async function removedHere(
  context: CommandContext,
  rows: ReadonlyMap<string, Activity>,
  updated: readonly string[],
): Promise<ReadonlySet<string>> {
  const synced = updated.filter((id) => rows.get(id)?.origin === 'synced')
  if (synced.length === 0) return new Set()
  const found = await context.store.get(suppression, synced)
  const ids = new Set(found.flatMap((row) => row?.id ?? []))
  const again = [...ids].flatMap((id) => rows.get(id) ?? [])
  if (again.length > 0) {
    await context.store.upsert(
      activity,
      again.map((row) => tombstone(row, context.clock.now())),
    )
  }
  return ids
}

/** What was taken for gone and has been seen again is looked up again from now on. */
async function checkAgain({ store }: CommandContext, rows: readonly Activity[]): Promise<void> {
  const again = rows.filter((row) => row.checkAt !== null)
  const [first] = again
  if (!first) return
  const ids = again.map(({ id }) => id)
  await store.update(activity, { where: { id: { in: ids }, checkAt: null }, set: { checkAt: first.checkAt } })
}

const nothingWritten = { inserted: [], updated: [], unchanged: 0 }

/** Writes counts that are new or differ, and keeps those that they replace as points of the history. */
async function writeCounts(
  context: CommandContext,
  counted: readonly Measurement[],
  created: ReadonlySet<string>,
): Promise<readonly Measured[]> {
  const { store, clock } = context
  const countedAt = clock.now()
  const measured = counted
    .filter(({ counts }) => hasCounts(counts))
    .map(({ activityId: id, counts }) => ({ ...counts, id, countsHash: countsHash(counts), countedAt }))
  // What was created a moment ago has no counts yet.
  const known = measured.filter(({ id }) => !created.has(id)).map(({ id }) => id)
  const stored = (await store.get(activityCounts, known)).filter((row) => row !== null)
  const before = new Map(stored.map((row) => [row.id, row]))
  const changed = measured.filter((row) => before.get(row.id)?.countsHash !== row.countsHash)
  if (changed.length === 0) return []
  await store.upsert(activityCounts, changed)
  const points = changed.flatMap(({ id }) => {
    const replaced = before.get(id)
    return replaced ? pointOf(context.actor.tenant, replaced) : []
  })
  if (points.length > 0) await store.insert(metricPoint, points)
  return changed.map(({ id: activityId, likes, comments, shares, views }) => {
    return { activityId, counts: { likes, comments, shares, views }, before: before.get(activityId) ?? null }
  })
}

/**
 * Marks activities that were not found where they should be. The next time one is seen it is written again, as present.
 * What can no longer be shown loses its tags and its fold.
 */
export async function changeState(
  context: CommandContext,
  rows: readonly Activity[],
  state: 'suspected' | 'unreadable',
): Promise<void> {
  if (rows.length === 0) return
  const ids = rows.map(({ id }) => id)
  const set = { state, stateSince: context.clock.now(), contentHash: state }
  const audiences = await withAnnotations(context.store, rows)
  // What was removed here while the platform was asked stays removed.
  await context.store.update(activity, { where: { id: { in: ids }, state: { ne: 'deleted' } }, set })
  if (state === 'unreadable') await removeEntries(context, ids)
  for (const { id: activityId, personId } of rows) {
    const audience = audiences.get(activityId) ?? 'private'
    context.emit(activityStateChanged, { subject: activityId, payload: { activityId, personId, state, audience } })
  }
}

function announce(
  context: CommandContext,
  event: typeof activityCreated | typeof activityUpdated,
  row: Activity | undefined,
): void {
  if (!row) return
  const { id: activityId, personId, platform, kind } = row
  context.emit(event as typeof activityCreated, {
    subject: activityId,
    payload: { activityId, personId, platform, kind },
  })
}
