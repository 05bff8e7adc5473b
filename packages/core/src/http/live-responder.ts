import type { Actor } from '../kernel/index.js'

/** Serves live events: whatever it answers is handed on as it is. */
export interface LiveResponder {
  respond(actor: Actor, request: Request): Response | Promise<Response>
}
