import { definePersonKey } from '../operation/index.js'
import { tie, tieIdOf } from './tie.js'

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
