export { createAnnouncements, type Emit } from './announce.js'
export { createDispatcher, type Dispatcher } from './dispatcher.js'
export { machineryTenant, outbox, type Position, position } from './outbox.js'
