export { createAnnouncements, type Emit, unpack } from './announce.js'
export { createDispatcher, type Dispatcher } from './dispatcher.js'
export { createEventLog } from './event-log.js'
export { machineryTenant, outbox, type Position, position } from './outbox.js'
