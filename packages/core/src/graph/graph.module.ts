import { defineModule } from '../operation/index.js'
import { connectionOperations } from './connections.operations.js'
import {
  connectionAccepted,
  connectionDeclined,
  connectionRequested,
  connectionWithdrawn,
  personBlocked,
  personUnblocked,
} from './graph.events.js'
import { tiesOfMerged } from './merge-ties.js'
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
  ],
  operations: connectionOperations,
  people: [tiesOfMerged],
})
