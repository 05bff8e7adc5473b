import { definePersonKey, type PersonReference } from '../operation/index.js'
import { membership, membershipIdOf } from './membership.js'
import { pairsAtOnce, tie, tieIdOf } from './tie.js'

/** How ties follow a person who is merged into another. */
export const tiesOfMerged: PersonReference = {
  // Read by name and shape only.
  collection: tie as unknown as PersonReference['collection'],
  fields: ['fromId', 'toId', 'initiatedBy'],
  atOnce: false,
  notesAtOnce: pairsAtOnce,
  steps: async () => (await import('./merge-ties.js')).tieSteps,
}

/** How mutes follow a person who is merged into another: those of the person, and those that others keep of them. */
export const mutesOfMerged = definePersonKey(tie, ['fromId', 'toId'], {
  only: { part: 'mutes', where: { kind: 'mute' } },
  also: ['initiatedBy'],
  orderBy: 'kind',
  idOf: (tenant, { kind, fromId, toId }) => tieIdOf(tenant, kind, fromId, toId),
  // Either side may be the one that moves: the other is whom it is about.
  aboutOf: ({ fromId, toId }, moved) => (fromId === moved.fromId ? toId : fromId),
  // Who muted the other of the two has muted nobody.
  drop: ({ fromId, toId }) => fromId === toId,
  // Whoever is muted by either of two stays muted.
  collapse: (own, moved) => (own.status === 'active' ? own : { ...moved, id: own.id }),
})

/** How memberships follow a person who is merged into another: who leads as either of two leads. */
export const membershipsOfMerged = definePersonKey(membership, 'personId', {
  orderBy: 'audience',
  idOf: (tenant, { programmeId, personId }) => membershipIdOf(tenant, programmeId, personId),
  aboutOf: ({ programmeId }) => programmeId,
  collapse: (own, moved) => (moved.role === 'manager' ? { ...own, role: 'manager' as const } : own),
})
