import type { CommandContext } from '../operation/index.js'
import type { Counts } from '../provider/index.js'
import { maxRows } from '../store/index.js'
import { activityCreated, activityDeleted, activityMeasured, activityUpdated } from './activities.events.js'
import { type Activity, activity } from './activity.js'
import { type ActivityCounts, activityCounts, countsHash, hasCounts, metricPoint, pointOf } from './activity-counts.js'
import { activitySupplement } from './activity-supplement.js'
import { activityTag, tagPrefix, tagsOf } from './activity-tag.js'
import { annotation } from './annotation.js'
import { comment, reaction, share } from './response.js'
import { type ShownAudience, withAnnotations } from './shown-audience.js'
import { suppression } from './suppression.js'
import { tally } from './tally.js'

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
    await removeTags(context, updated)
    await checkAgain(
      context,
      updated.flatMap((id) => rows.get(id) ?? []),
    )
  }
  const tags = changed.flatMap(tagsOf)
  if (tags.length > 0) await store.insert(activityTag, tags)
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

/** How many ids a removal names by their beginnings: engines nest such alternatives, and limit the depth. */
const prefixesAtOnce = 100

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
 * What can no longer be shown loses its tags.
 */
export async function changeState(
  context: CommandContext,
  rows: readonly Activity[],
  state: 'suspected' | 'unreadable',
): Promise<void> {
  if (rows.length === 0) return
  const ids = rows.map(({ id }) => id)
  const set = { state, stateSince: context.clock.now(), contentHash: state }
  // What was removed here while the platform was asked stays removed.
  await context.store.update(activity, { where: { id: { in: ids }, state: { ne: 'deleted' } }, set })
  if (state === 'unreadable') await removeTags(context, ids)
}

/** Erases activities and keeps a tombstone of each: id, source and times, so that a late page cannot bring them back unseen. */
export async function eraseActivities(context: CommandContext, rows: readonly Activity[]): Promise<void> {
  if (rows.length === 0) return
  const { store } = context
  const ids = rows.map(({ id }) => id)
  const audiences = await withAnnotations(store, rows)
  await store.upsert(
    activity,
    rows.map((row) => tombstone(row, context.clock.now())),
  )
  // Kept by an upsert, and nothing to wait for any more.
  await store.update(activity, { where: { id: { in: ids } }, set: { checkAt: null } })
  await removeTags(context, ids)
  await removeMeasurements(context, ids)
  await untilLess(() => store.remove(activitySupplement, { where: { id: { in: ids } }, limit: maxRows }))
  announceDeleted(context, rows, audiences)
}

/** Removes activities and all that belongs to them, answers given here included, leaving nothing. */
export async function purgeActivities(context: CommandContext, rows: readonly Activity[]): Promise<void> {
  if (rows.length === 0) return
  const { store } = context
  const ids = rows.map(({ id }) => id)
  const audiences = await withAnnotations(store, rows)
  await removeTags(context, ids)
  await removeMeasurements(context, ids)
  const answers = { where: { subjectId: { in: ids } }, limit: maxRows }
  await untilLess(() => store.remove(comment, answers))
  await untilLess(() => store.remove(reaction, answers))
  await untilLess(() => store.remove(share, answers))
  const beside = { where: { id: { in: ids } }, limit: maxRows }
  await store.remove(activitySupplement, beside)
  await store.remove(annotation, beside)
  await store.remove(tally, beside)
  await store.remove(activity, { where: { id: { in: ids } }, limit: maxRows })
  announceDeleted(context, rows, audiences)
}

function tombstone(row: Activity, now: number): Activity {
  return {
    ...row,
    authorExternalId: null,
    authorName: null,
    authorHandle: null,
    authorAvatarUrl: null,
    url: null,
    title: null,
    text: null,
    html: null,
    snippet: null,
    language: null,
    attachments: [],
    hashtags: [],
    mentions: [],
    inReplyTo: null,
    shareOf: null,
    audience: 'private',
    state: 'deleted',
    stateSince: now,
    version: null,
    contentHash: 'deleted',
    fetchedAt: now,
    checkAt: null,
  }
}

async function removeTags({ store }: CommandContext, activityIds: readonly string[]): Promise<void> {
  for (let start = 0; start < activityIds.length; start += prefixesAtOnce) {
    const or = activityIds.slice(start, start + prefixesAtOnce).map((id) => ({ id: { startsWith: tagPrefix(id) } }))
    await untilLess(() => store.remove(activityTag, { where: { or }, limit: maxRows }))
  }
}

async function removeMeasurements({ store }: CommandContext, activityIds: readonly string[]): Promise<void> {
  await untilLess(() => store.remove(activityCounts, { where: { id: { in: activityIds } }, limit: maxRows }))
  await untilLess(() => store.remove(metricPoint, { where: { activityId: { in: activityIds } }, limit: maxRows }))
}

/** A removal takes so many rows at a time: it is repeated until it finds fewer. */
async function untilLess(remove: () => Promise<number>): Promise<void> {
  while ((await remove()) === maxRows);
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

function announceDeleted(
  context: CommandContext,
  rows: readonly Activity[],
  audiences: ReadonlyMap<string, ShownAudience>,
): void {
  for (const { id: activityId, personId, platform, kind } of rows) {
    const audience = audiences.get(activityId) ?? 'private'
    context.emit(activityDeleted, { subject: activityId, payload: { activityId, personId, platform, kind, audience } })
  }
}
