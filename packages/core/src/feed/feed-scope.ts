import { type Activity, visibleBranches } from '../activities/index.js'
import {
  barredFrom,
  connectionsOf,
  membership,
  membersOf,
  notShownTo,
  programmeAudience,
  requireMember,
  standing,
} from '../graph/index.js'
import { isPrivileged } from '../kernel/index.js'
import { actsFor, type QueryContext } from '../operation/index.js'
import { maxRows, type Where } from '../store/index.js'

/** Fields that activities, their tags and their ranks share: every feed filters by them, whatever it walks. */
export type FeedRow = Pick<Activity, 'id' | 'personId' | 'audience' | 'publishedAt'>

/** What a feed may show, as branches. */
export interface Scope {
  readonly where: Where<FeedRow>
  /** What is shown whether or not the host has taken it out of the feeds. */
  readonly own: readonly Where<FeedRow>[]
  readonly others: readonly Where<FeedRow>[]
  /** Whose feed it is: what this person has hidden is left out. */
  readonly personId: string
}

/** All that a person may see. */
export function homeScope(personId: string): Scope {
  const { own, open, connections, programmes } = visibleBranches(personId)
  return { where: notShown(personId), own: [own], others: [open, connections, programmes], personId }
}

/** All that the actor may see, with what their own feeds leave out for their sake: neither mutes nor hiding matter here. */
export function sightScope({ actor }: QueryContext): Omit<Scope, 'personId'> {
  if (isPrivileged(actor)) return { where: {}, own: [{}], others: [] }
  const { own, open, connections, programmes } = visibleBranches(actor.id)
  return { where: { personId: { notIn: barredFrom(actor.id) } }, own: [own], others: [open, connections, programmes] }
}

/** What a person and their connections publish. */
export function networkScope(personId: string): Scope {
  const { own, connections } = visibleBranches(personId)
  const others = [{ ...connections, audience: 'public' }, connections]
  return { where: notShown(personId), own: [own], others, personId }
}

/**
 * What those who take part in a programme publish, and what is published into it, as far as the actor may see it.
 * @throws `forbidden` when the actor takes no part in it and may not act for everybody.
 */
export async function programmeScope(context: QueryContext, programmeId: string): Promise<Scope> {
  const { id: personId } = context.actor
  const takesPart = await requireMember(context, programmeId)
  const members = { personId: { in: membersOf(programmeId) } }
  const others = [
    { ...members, audience: 'public' },
    await toConnections(context, programmeId),
    { audience: programmeAudience(programmeId) },
  ]
  return { where: notShown(personId), own: takesPart ? [{ personId }] : [], others, personId }
}

/** What members show to their connections. */
async function toConnections(context: QueryContext, programmeId: string): Promise<Where<FeedRow>> {
  const audience = 'connections'
  const ofMembers = { in: membersOf(programmeId) }
  if (isPrivileged(context.actor)) return { audience, personId: ofMembers }
  const own = { in: connectionsOf(context.actor.id) }
  // Whose they are is asked first: both as sub-selects would walk all that connections outside the programme publish.
  const known = await context.store.query(membership, { where: { programmeId, personId: own }, limit: maxRows })
  if (known.next !== null) return { audience, personId: own, and: [{ personId: ofMembers }] }
  return { audience, personId: { in: known.items.map((row) => row.personId) } }
}

/** What one person has published, as far as the actor may see it; null: nothing. Neither mutes nor hiding matter here. */
export async function timelineScope(context: QueryContext, personId: string): Promise<Omit<Scope, 'personId'> | null> {
  const { actor, store } = context
  if (actsFor(actor, personId)) return { where: { personId }, own: [{}], others: [] }
  const { connected, barred } = await standing(store, actor.tenant, actor.id, personId)
  if (barred) return null
  const { programmes } = visibleBranches(actor.id)
  const audiences = connected ? ['public', 'connections'] : ['public']
  return { where: { personId }, own: [], others: [...audiences.map((audience) => ({ audience })), programmes] }
}

function notShown(personId: string) {
  return { personId: { notIn: notShownTo(personId) } }
}
