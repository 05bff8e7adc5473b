export {
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
export { connections, memberships } from './graph.module.js'
export {
  isMember,
  type Membership,
  membersAmong,
  membership,
  membersOf,
  programmeAudience,
  programmeAudiencesOf,
  programmeOf,
  programmeReference,
  requireMember,
} from './membership.js'
export { standings } from './standings.js'
export { barredFrom, connectedAmong, connectionsOf, notShownTo, standing, type Tie } from './tie.js'
