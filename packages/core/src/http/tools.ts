import { type Actor, isPrivileged, once } from '../kernel/index.js'
import { type CallOptions, type Operation, privileged } from '../operation/index.js'
import { inputSchemaOf, type JsonSchema } from './json-schema.js'
import type { Route } from './routes.js'

/** An operation as agents are told of it; the fields are those of a tool in the Model Context Protocol. */
export interface ToolDescription {
  /** `feed_home`. */
  readonly name: string
  readonly description: string
  readonly inputSchema: JsonSchema
  readonly annotations: { readonly readOnlyHint: boolean }
}

/** An operation that an agent can call, under the permissions of the actor it was made for. */
export interface Tool extends ToolDescription {
  /** Whether it changes nothing. */
  readonly readOnly: boolean
  /** @throws SociusError what the operation throws. */
  call(input: unknown, options?: CallOptions): Promise<unknown>
}

/** Runs an operation: the same for the host's call, the route and the tool. */
export type RunOperation = (
  operation: Operation,
  actor: Actor,
  input: unknown,
  options?: CallOptions,
) => Promise<unknown>

/** What each route is as a tool. */
export interface Toolbox {
  /** What the actor could ever call. */
  describeTools(actor: Actor): ToolDescription[]
  tools(actor: Actor): Tool[]
}

/** Schemas are made when first asked for, and once. */
export function createToolbox(routes: ReadonlyMap<string, Route>, run: RunOperation): Toolbox {
  const all = once(() => [...routes.values()].map((route) => [route.operation, describe(route)] as const))
  const offered = (actor: Actor) => all().filter(([{ access }]) => access !== privileged || isPrivileged(actor))

  return {
    describeTools: (actor) => offered(actor).map(([, description]) => description),
    tools: (actor) =>
      offered(actor).map(([operation, description]) => ({
        ...description,
        readOnly: description.annotations.readOnlyHint,
        call: (input, options) => run(operation, actor, input, options),
      })),
  }
}

function describe({ service, method, operation }: Route): ToolDescription {
  return {
    name: `${service}_${method}`,
    description: operation.summary,
    inputSchema: inputSchemaOf(operation.input),
    annotations: { readOnlyHint: operation.kind === 'query' },
  }
}
