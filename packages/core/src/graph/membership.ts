import * as z from 'zod/mini'
import { deriveId, isPrivileged, SociusError } from '../kernel/index.js'
import type { QueryContext, ReadStore } from '../operation/index.js'
import { defineCollection, instant, maxBatch, maxKeyLength, type RowOf, reference, select } from '../store/index.js'

/** Managers lead a programme; both roles read and write in it. */
export const membershipRoles = ['member', 'manager'] as const

const audiencePrefix = 'programme:'

/** An id of a programme: the host's own, and short enough that an audience can name it. */
export const programmeReference = () =>
  z.string().check(z.minLength(1), z.maxLength(maxKeyLength - audiencePrefix.length))

/** That a person takes part in a programme: a course, a cohort, whatever the host calls so. */
export const membership = defineCollection('membership', {
  schema: z.object({
    /** Derived from both. */
    id: reference(),
    programmeId: reference(),
    personId: reference(),
    role: z.enum(membershipRoles),
    /** The audience whose part the person is by it: `programme:<id>`. */
    audience: reference(),
    joinedAt: instant(),
  }),
  indexes: [
    ['programmeId', 'personId'],
    ['programmeId', 'joinedAt', 'id'],
    ['personId', 'audience'],
    ['personId', 'joinedAt', 'id'],
  ],
})

export type Membership = RowOf<typeof membership>

export function membershipIdOf(tenant: string, programmeId: string, personId: string): string {
  return deriveId(tenant, 'membership', programmeId, personId)
}

/** The audience that is a programme's members. */
export function programmeAudience(programmeId: string): `programme:${string}` {
  return `${audiencePrefix}${programmeId}`
}

/** The programme that an audience is, or null. */
export function programmeOf(audience: string): string | null {
  return audience.startsWith(audiencePrefix) ? audience.slice(audiencePrefix.length) : null
}

/** The audiences of all programmes that a person takes part in, as a sub-select. */
export function programmeAudiencesOf(personId: string) {
  return select(membership, 'audience', { personId })
}

/** The ids of a programme's members, as a sub-select. */
export function membersOf(programmeId: string) {
  return select(membership, 'personId', { programmeId })
}

/** Who of some people takes part in each of some programmes. */
export async function membersAmong(
  store: ReadStore,
  programmeIds: readonly string[],
  among: ReadonlySet<string>,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = new Map<string, Set<string>>(programmeIds.map((id) => [id, new Set()]))
  const people = [...among]
  for (const programmeId of found.keys()) {
    for (let start = 0; start < people.length; start += maxBatch) {
      const where = { programmeId, personId: { in: people.slice(start, start + maxBatch) } }
      const { items } = await store.query(membership, { where, orderBy: [['personId', 'asc']], limit: maxBatch })
      for (const { personId } of items) found.get(programmeId)?.add(personId)
    }
  }
  return found
}

/** Whether a person takes part in a programme. */
export async function isMember(
  { store, actor }: Pick<QueryContext, 'store' | 'actor'>,
  programmeId: string,
  personId: string,
): Promise<boolean> {
  const [row] = await store.pick(membership, [membershipIdOf(actor.tenant, programmeId, personId)], ['id'])
  return row !== null && row !== undefined
}

/**
 * Whether the actor takes part in the programme.
 * @throws `forbidden` when it does not and may not act for everybody either.
 */
export async function requireMember(context: QueryContext, programmeId: string): Promise<boolean> {
  const takesPart = await isMember(context, programmeId, context.actor.id)
  if (takesPart || isPrivileged(context.actor)) return takesPart
  throw new SociusError('forbidden', 'This is for those who take part in the programme.', { details: { programmeId } })
}
