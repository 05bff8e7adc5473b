import { once } from '../kernel/index.js'
import type { Module } from '../operation/index.js'
import type { OpenApiOptions } from './http-options.js'
import { createOpenApi, type OpenApiDocument } from './open-api.js'
import type { Route } from './routes.js'
import { createToolbox, type RunOperation, type Toolbox } from './tools.js'

/** What is said of the operations to those who have not read their declarations. */
export interface Descriptions extends Toolbox {
  openApi(): OpenApiDocument
  /** {@link openApi} as it is sent. */
  openApiText(): string
}

export interface DescriptionsParts {
  readonly routes: ReadonlyMap<string, Route>
  readonly modules: ReadonlyMap<string, Module>
  readonly basePath: string
  readonly options: OpenApiOptions
  readonly run: RunOperation
}

/** Each is made when it is first asked for, and once. */
export function createDescriptions({ routes, modules, basePath, options, run }: DescriptionsParts): Descriptions {
  const openApi = once(() => createOpenApi({ routes, modules, basePath, options }))
  return {
    ...createToolbox(routes, run),
    openApi,
    openApiText: once(() => JSON.stringify(openApi())),
  }
}
