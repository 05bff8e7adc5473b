import * as z from 'zod/mini'
import { isMember, programmeOf, programmeReference } from '../graph/index.js'
import { isPrivileged, once, SociusError } from '../kernel/index.js'
import type { QueryContext } from '../operation/index.js'

/** Whom something is published to: everybody, one's connections, nobody else, or those who take part in a programme. */
export const audienceInput = once(() =>
  z._default(
    z.union([z.enum(['public', 'connections', 'private']), z.templateLiteral(['programme:', programmeReference()])]),
    'public',
  ),
)

/**
 * Refuses an audience that is not this author's to speak to. Whoever may act for everybody may publish into any programme.
 * @throws `forbidden`
 */
export async function requireOwnAudience(context: QueryContext, personId: string, audience: string): Promise<void> {
  const programmeId = programmeOf(audience)
  if (programmeId === null || isPrivileged(context.actor)) return
  if (await isMember(context, programmeId, personId)) return
  throw new SociusError('forbidden', 'This is for those who take part in the programme.', { details: { programmeId } })
}
