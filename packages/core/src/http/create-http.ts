import { type Actor, loadOnce, SociusError } from '../kernel/index.js'
import { isActor } from '../operation/index.js'
import type { ApiParts } from './api.js'
import type { OpenApiDocument } from './open-api.js'
import type { Tool } from './tools.js'

/** The ways in that are derived from the operations. */
export interface Http {
  /**
   * Answers a request below the base path. Never throws for what a request does: a failure is a problem (RFC 9457).
   * @throws `invalid_option` when the host has not said how to authenticate.
   */
  handler(request: Request): Promise<Response>
  /** The OpenAPI 3.1 description of what the handler serves. */
  openApi(): Promise<OpenApiDocument>
  /** The operations that the actor could ever call, for agents: run under the actor's permissions. */
  tools(actor: Actor): Promise<Tool[]>
}

/**
 * Loads what it is made of for a host that serves, or when a description is asked for: a page that calls its social system
 * in process needs neither.
 * @throws `invalid_option`
 */
export async function createHttp(parts: ApiParts): Promise<Http> {
  const loadApi = loadOnce(async () => {
    const { createApi } = await import('./api.js')
    return createApi(parts)
  })
  const served = parts.options && (await loadApi())
  const describe = async () => (await loadApi()).describe()

  return {
    async handler(request) {
      if (served?.handler) return served.handler(request)
      throw new SociusError('invalid_option', 'createSocius: http.authenticate is needed to serve requests.')
    },
    async openApi() {
      return (await describe()).openApi()
    },
    async tools(actor) {
      if (isActor(actor)) return (await describe()).tools(actor)
      throw new SociusError('invalid_input', 'Tools are for an actor.')
    },
  }
}
