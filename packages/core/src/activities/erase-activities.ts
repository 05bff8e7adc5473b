import type { CommandContext } from '../operation/index.js'
import { eraseNotesAbout } from '../people/index.js'
import { maxRows } from '../store/index.js'
import { activityDeleted } from './activities.events.js'
import { type Activity, activity } from './activity.js'
import { activityCounts, metricPoint } from './activity-counts.js'
import { activityFold } from './activity-fold.js'
import { activitySupplement } from './activity-supplement.js'
import { activityTag, tagPrefix } from './activity-tag.js'
import { annotation } from './annotation.js'
import { comment, reaction, share } from './response.js'
import { type ShownAudience, withAnnotations } from './shown-audience.js'
import { tally } from './tally.js'

/** Erases activities and keeps a tombstone of each: id, source and times, so that a late page cannot bring them back unseen. */
export async function eraseActivities(context: CommandContext, rows: readonly Activity[]): Promise<void> {
  if (rows.length === 0) return
  const { store } = context
  const ids = rows.map(({ id }) => id)
  // Held before they are read again: whose they are may have changed since the caller read them.
  await store.update(activity, { where: { id: { in: ids } }, add: { stateSince: 0 } })
  const current = (await store.get(activity, ids)).filter((row) => row !== null)
  const audiences = await withAnnotations(store, current)
  await store.upsert(
    activity,
    current.map((row) => tombstone(row, context.clock.now())),
  )
  // Kept by an upsert, and nothing to wait for any more.
  await store.update(activity, { where: { id: { in: ids } }, set: { checkAt: null } })
  await removeEntries(context, ids)
  await removeMeasurements(context, ids)
  await untilLess(() => store.remove(activitySupplement, { where: { id: { in: ids } }, limit: maxRows }))
  announceDeleted(context, current, audiences)
}

/** Removes activities and all that belongs to them, answers given here included, leaving nothing. */
export async function purgeActivities(context: CommandContext, rows: readonly Activity[]): Promise<void> {
  if (rows.length === 0) return
  const { store } = context
  const ids = rows.map(({ id }) => id)
  const audiences = await withAnnotations(store, rows)
  await removeEntries(context, ids)
  await removeMeasurements(context, ids)
  const answers = { where: { subjectId: { in: ids } }, limit: maxRows }
  await untilLess(() => store.remove(comment, answers))
  await untilLess(() => store.remove(reaction, answers))
  await untilLess(() => store.remove(share, answers))
  await eraseNotesAbout(store, ids)
  const beside = { where: { id: { in: ids } }, limit: maxRows }
  await store.remove(activitySupplement, beside)
  await store.remove(annotation, beside)
  await store.remove(tally, beside)
  await store.remove(activity, { where: { id: { in: ids } }, limit: maxRows })
  announceDeleted(context, rows, audiences)
}

/** What is left of an activity that is gone. */
export function tombstone(row: Activity, now: number): Activity {
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
    group: null,
    audience: 'private',
    state: 'deleted',
    stateSince: now,
    version: null,
    contentHash: 'deleted',
    fetchedAt: now,
    checkAt: null,
  }
}

/** How many ids a removal names by their beginnings: engines nest such alternatives, and limit the depth. */
const prefixesAtOnce = 100

/** Removes what makes feeds find activities. */
export async function removeEntries({ store }: CommandContext, activityIds: readonly string[]): Promise<void> {
  await untilLess(() => store.remove(activityFold, { where: { id: { in: activityIds } }, limit: maxRows }))
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
