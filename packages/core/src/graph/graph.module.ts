import { defineModule } from '../operation/index.js'
import { connectionOperations } from './connections.operations.js'
import {
  connectionAccepted,
  connectionDeclined,
  connectionRequested,
  connectionWithdrawn,
  membershipChanged,
  membershipEnded,
  membershipStarted,
  personBlocked,
  personMuted,
  personUnblocked,
  personUnmuted,
} from './graph.events.js'
import { membership } from './membership.js'
import { membershipOperations } from './memberships.operations.js'
import { membershipsOfMerged, mutesOfMerged, tiesOfMerged } from './person-references.js'
import { tie } from './tie.js'

/** Who is tied to whom. */
export const connections = defineModule({
  name: 'connections',
  collections: [tie],
  events: [
    connectionRequested,
    connectionAccepted,
    connectionDeclined,
    connectionWithdrawn,
    personBlocked,
    personUnblocked,
    personMuted,
    personUnmuted,
  ],
  operations: connectionOperations,
  people: [tiesOfMerged, mutesOfMerged],
})

/** Who takes part in what. */
export const memberships = defineModule({
  name: 'memberships',
  collections: [membership],
  events: [membershipStarted, membershipChanged, membershipEnded],
  operations: membershipOperations,
  people: [membershipsOfMerged],
})
