export {
  connectionAccepted,
  connectionDeclined,
  connectionRequested,
  connectionWithdrawn,
  personBlocked,
  personUnblocked,
} from './graph.events.js'
export { connections } from './graph.module.js'
export { barredFrom, connectedAmong, connectionsOf, standing, type Tie } from './tie.js'
