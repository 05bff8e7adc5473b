/** For pages and programs that use a social system: over HTTP or in process, with the same calls. Nothing here loads zod. */
export {
  type Client,
  type ClientCall,
  type ClientHandle,
  type ClientOptions,
  createClient,
  createInProcessClient,
  type EventsOptions,
  type LiveEvent,
  pagesOf,
} from './client/index.js'
export type { TransportOptions } from './client/transport.js'
export { type ErrorCode, isSociusError, SociusError } from './kernel/index.js'
