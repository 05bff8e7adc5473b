import { barredFrom, connectionsOf, standing } from '../graph/index.js'
import { isPrivileged } from '../kernel/index.js'
import { actsFor, type QueryContext } from '../operation/index.js'
import { select } from '../store/index.js'
import { type Activity, activityNotFound, requireActivity } from './activity.js'
import { annotation } from './annotation.js'
import { shownAudience } from './shown-audience.js'

/**
 * Who may see what, as branches of one query: what is one's own, what is public, and what one's connections show to
 * their connections. Each branch is served by an index of its own.
 */
export function visibleBranches(viewerId: string) {
  return {
    own: { personId: viewerId },
    open: { audience: 'public' },
    connections: { audience: 'connections', personId: { in: connectionsOf(viewerId) } },
  }
}

/** Leaves out whoever blocks the viewer or is blocked. Rows without a known author stay. */
export function notBarred(viewerId: string) {
  return { personId: { notIn: barredFrom(viewerId) } }
}

/** The ids of activities that the host has taken out of all feeds but their authors' own, as a sub-select. */
export function inactiveIds() {
  return select(annotation, 'id', { isActive: false })
}

/**
 * The activity, if the actor may see it.
 * @throws `not_found` when it is not there or not for this actor: the two cannot be told apart.
 */
export async function requireVisible(context: QueryContext, activityId: string): Promise<Activity> {
  const row = await requireActivity(context.store, activityId)
  const { actor, store } = context
  if (row.personId !== null && actsFor(actor, row.personId)) return row
  if (isPrivileged(actor)) return row
  const [note] = await store.get(annotation, [activityId])
  const audience = shownAudience(row, note)
  if (audience === 'private') throw activityNotFound(activityId)
  if (row.personId === null) return row
  const { connected, barred } = await standing(store, actor.tenant, actor.id, row.personId)
  if (barred || (audience === 'connections' && !connected)) throw activityNotFound(activityId)
  return row
}
