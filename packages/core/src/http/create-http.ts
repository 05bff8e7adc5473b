import { type Actor, type Logger, loadOnce, once, SociusError } from '../kernel/index.js'
import { isActor, type Module } from '../operation/index.js'
import { checkHttpOptions, defaultBasePath, type HttpOptions } from './http-options.js'
import type { LiveResponder } from './live-responder.js'
import { createOpenApi, type OpenApiDocument } from './open-api.js'
import { createRoutes } from './routes.js'
import { createToolbox, type RunOperation, type Tool } from './tools.js'

export interface HttpParts {
  /** Without them nothing is served; the description and the tools are there all the same. */
  readonly options: HttpOptions | undefined
  /** By the name of their service. */
  readonly modules: ReadonlyMap<string, Module>
  readonly run: RunOperation
  readonly logger: Logger
  readonly live?: LiveResponder
}

/** The ways in that are derived from the operations. */
export interface Http {
  /**
   * Answers a request below the base path. Never throws for what a request does: a failure is a problem (RFC 9457).
   * @throws `invalid_option` when the host has not said how to authenticate.
   */
  handler(request: Request): Promise<Response>
  /** The OpenAPI 3.1 description of what the handler serves. */
  openApi(): OpenApiDocument
  /** The operations that the actor could ever call, for agents: run under the actor's permissions. */
  tools(actor: Actor): Tool[]
}

/**
 * What answers requests is loaded by the first of them: a page that calls its social system in process never needs it.
 * @throws `invalid_option`
 */
export function createHttp({ options, modules, run, logger, live }: HttpParts): Http {
  if (options) checkHttpOptions(options)
  const routes = once(() => createRoutes(modules))
  // A name that cannot stand in a path is found when the host starts, not by the first caller.
  if (options) routes()
  const toolbox = createToolbox(routes, run)
  const basePath = options?.basePath ?? defaultBasePath
  const openApi = once(() => createOpenApi({ routes: routes(), modules, basePath, options: options?.openApi ?? {} }))
  const requestHandler =
    options &&
    loadOnce(async () => {
      const { createRequestHandler } = await import('./request-handler.js')
      return createRequestHandler({ options, basePath, routes: routes(), toolbox, openApi, run, logger, live })
    })

  return {
    openApi,
    tools: (actor) => {
      if (isActor(actor)) return toolbox.tools(actor)
      throw new SociusError('invalid_input', 'Tools are for an actor.')
    },
    async handler(request) {
      if (!requestHandler)
        throw new SociusError('invalid_option', 'createSocius: http.authenticate is needed to serve requests.')
      const answer = await requestHandler()
      return answer(request)
    },
  }
}
