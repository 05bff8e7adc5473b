import { connectionsOf, isMember, programmeAudiencesOf, programmeOf, standing } from '../graph/index.js'
import { isPrivileged } from '../kernel/index.js'
import { actsFor, type QueryContext } from '../operation/index.js'
import { select } from '../store/index.js'
import { type Activity, activityNotFound, requireActivity } from './activity.js'
import { annotation } from './annotation.js'

/** The states in which an activity is shown. */
export const shownStates = ['present', 'suspected'] as const

/**
 * Who may see what, as branches of one query: what is one's own, what is public, what one's connections show to their
 * connections, and what is for the programmes that one takes part in. Each branch is served by an index of its own.
 */
export function visibleBranches(viewerId: string) {
  return {
    own: { personId: viewerId },
    open: { audience: 'public' },
    connections: { audience: 'connections', personId: { in: connectionsOf(viewerId) } },
    programmes: { audience: { in: programmeAudiencesOf(viewerId) } },
  }
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
  const shown = shownStates.some((state) => state === row.state)
  const [note] = await store.get(annotation, [activityId])
  if (!shown || note?.isActive === false) throw activityNotFound(activityId)
  const programmeId = programmeOf(row.audience)
  const takesPart = programmeId !== null && (await isMember(context, programmeId, actor.id))
  if (row.personId === null) {
    if (row.audience === 'public' || takesPart) return row
    throw activityNotFound(activityId)
  }
  const { connected, barred } = await standing(store, actor.tenant, actor.id, row.personId)
  const allowed = row.audience === 'public' || takesPart || (row.audience === 'connections' && connected)
  if (barred || !allowed) throw activityNotFound(activityId)
  return row
}
