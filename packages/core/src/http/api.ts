import { type Logger, loadOnce } from '../kernel/index.js'
import type { Module } from '../operation/index.js'
import type { Descriptions } from './descriptions.js'
import { checkHttpOptions, defaultBasePath, type HttpOptions } from './http-options.js'
import type { LiveResponder } from './live-responder.js'
import { createRequestHandler } from './request-handler.js'
import { createRoutes } from './routes.js'
import type { RunOperation } from './tools.js'

export interface ApiParts {
  /** Without them nothing is served; the descriptions are there all the same. */
  readonly options: HttpOptions | undefined
  /** By the name of their service. */
  readonly modules: ReadonlyMap<string, Module>
  readonly run: RunOperation
  readonly logger: Logger
  readonly live?: LiveResponder
}

/** The operations as they are reached from outside. */
export interface Api {
  /** Null where nothing is served. */
  readonly handler: ((request: Request) => Promise<Response>) | null
  /** Loaded by the first that asks: few requests do, and the schemas are the larger half. */
  describe(): Promise<Descriptions>
}

/** @throws `invalid_option`, also for an operation whose name cannot stand in a path. */
export function createApi({ options, modules, run, logger, live }: ApiParts): Api {
  if (options) checkHttpOptions(options)
  const routes = createRoutes(modules)
  const basePath = options?.basePath ?? defaultBasePath
  const describe = loadOnce(async () => {
    const { createDescriptions } = await import('./descriptions.js')
    return createDescriptions({ routes, modules, basePath, options: options?.openApi ?? {}, run })
  })
  const handler = options ? createRequestHandler({ options, basePath, routes, describe, run, logger, live }) : null
  return { handler, describe }
}
