import {
  barredFrom,
  connectedAmong,
  connectionsOf,
  isMember,
  programmeAudiencesOf,
  programmeOf,
} from '../graph/index.js'
import { isPrivileged } from '../kernel/index.js'
import type { QueryContext } from '../operation/index.js'
import { select } from '../store/index.js'
import { type Activity, activity, activityNotFound, requireActivity } from './activity.js'
import { annotation } from './annotation.js'
import { shownStates } from './shown-audience.js'

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
 * The activity, if the actor may see it. What is one's own or public is read in one statement; connections and members of
 * programmes are asked for by key, since one person may have thousands.
 * @throws `not_found` when it is not there or not for this actor: the two cannot be told apart.
 */
export async function requireVisible(context: QueryContext, activityId: string): Promise<Activity> {
  const { actor, store } = context
  if (isPrivileged(actor)) return requireActivity(store, activityId)
  const shown = {
    state: { in: shownStates },
    id: { notIn: select(annotation, 'id', { id: activityId, isActive: false }) },
    personId: { notIn: barredFrom(actor.id) },
  }
  const where = { id: activityId, state: { ne: 'deleted' as const }, or: [{ personId: actor.id }, shown] }
  const [row] = (await store.query(activity, { where, limit: 1 })).items
  if (!row || !(await isForActor(context, row))) throw activityNotFound(activityId)
  return row
}

/** Whether the audience of an activity that is shown to somebody includes the actor. */
async function isForActor(context: QueryContext, { audience, personId }: Activity): Promise<boolean> {
  const { actor, store } = context
  if (audience === 'public' || personId === actor.id) return true
  const programmeId = programmeOf(audience)
  if (programmeId !== null) return isMember(context, programmeId, actor.id)
  if (audience !== 'connections' || personId === null) return false
  return (await connectedAmong(store, actor.tenant, actor.id, [personId])).has(personId)
}
