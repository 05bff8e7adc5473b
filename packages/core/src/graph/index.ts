export {
  connectionAccepted,
  connectionDeclined,
  connectionRequested,
  connectionWithdrawn,
  personBlocked,
  personUnblocked,
} from './graph.events.js'
export { connections } from './graph.module.js'
export { standings } from './standings.js'
export { barredFrom, connectionsOf, standing, type Tie } from './tie.js'
