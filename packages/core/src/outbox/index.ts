export { type Announcements, createAnnouncements, type Emit, unpack } from './announce.js'
export { createDispatcher, type Dispatcher, type DispatcherOptions, type Listener } from './dispatcher.js'
export { machineryTenant, type OutboxEntry, outbox, type Position, position } from './outbox.js'
