import { once, SociusError } from '../kernel/index.js'
import type { Module, Operation } from '../operation/index.js'
import { type QueryFields, queryFieldsOf } from './query-field.js'

/** An operation as it is reached from outside. */
export interface Route {
  /** The name under which its module stands. */
  readonly service: string
  readonly method: string
  readonly operation: Operation
  /** How its input is said in a query string; `null` where only a body can say it. */
  readonly fields: QueryFields | null
  readonly allow: string
}

/**
 * Every operation of the modules, by `<service>/<method>`.
 * @throws `invalid_option` for an operation whose name cannot stand in a path.
 */
export function createRoutes(modules: ReadonlyMap<string, Module>): ReadonlyMap<string, Route> {
  const routes = new Map<string, Route>()
  for (const [service, module] of modules) {
    for (const [method, declared] of Object.entries(module.operations)) {
      if (!/^[a-zA-Z][a-zA-Z0-9_]*$/.test(method)) {
        throw new SociusError('invalid_option', `modules.${service}: an operation's name cannot stand in a path.`)
      }
      // Modules list what all operations have in common; only operations are ever put there.
      const operation = declared as Operation
      routes.set(`${service}/${method}`, createRoute(service, method, operation))
    }
  }
  return routes
}

function createRoute(service: string, method: string, operation: Operation): Route {
  // Reads the schema of the input, which is not made before somebody asks for the route.
  const fields = once(() => (operation.kind === 'query' ? queryFieldsOf(operation.input) : null))
  return {
    service,
    method,
    operation,
    get fields() {
      return fields()
    },
    get allow() {
      return fields() ? 'GET, HEAD, POST, OPTIONS' : 'POST, OPTIONS'
    },
  }
}
