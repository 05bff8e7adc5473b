import type * as z from 'zod/mini'
import { type Actor, type SchemaSource, schemaOf } from '../kernel/index.js'
import type { CommandContext, QueryContext, TaskContext } from './context.js'

/** Whether the actor may ask for this at all. What depends on stored rows is decided in `run`, on the rows. */
export type Access<Input> = (actor: Actor, input: Input) => boolean

/** What an operation is besides its schemas. */
interface OperationBody<Context, In extends z.core.$ZodType, Out extends z.core.$ZodType> {
  /** `domain.operation`; the method, the route and the tool are named by it. */
  readonly name: string
  /** One sentence: what it is for. */
  readonly summary: string
  readonly access: Access<z.output<In>>
  run(context: Context, input: z.output<In>): Promise<z.output<Out>>
}

interface OperationParts<Context, In extends z.core.$ZodType, Out extends z.core.$ZodType>
  extends OperationBody<Context, In, Out> {
  readonly input: In
  readonly output: Out
}

/** A schema that is not there yet is made when the operation is first called, or described. */
interface OperationOptions<Context, In extends z.core.$ZodType, Out extends z.core.$ZodType>
  extends OperationBody<Context, In, Out> {
  readonly input: SchemaSource<In>
  readonly output: SchemaSource<Out>
}

/** Reads. Never writes, so that a cache may answer it. */
export type Query<In extends z.core.$ZodType, Out extends z.core.$ZodType> = OperationParts<QueryContext, In, Out> & {
  readonly kind: 'query'
}

/** Validates, checks access, and writes, in one transaction. */
export type Command<In extends z.core.$ZodType, Out extends z.core.$ZodType> = OperationParts<
  CommandContext,
  In,
  Out
> & {
  readonly kind: 'command'
}

/** A command of several transactions. */
export type Task<In extends z.core.$ZodType, Out extends z.core.$ZodType> = OperationParts<TaskContext, In, Out> & {
  readonly kind: 'task'
}

/** One thing that can be asked for: the host's call, the route and the tool are all this declaration. */
export type Operation<In extends z.core.$ZodType = z.core.$ZodType, Out extends z.core.$ZodType = z.core.$ZodType> =
  | Query<In, Out>
  | Command<In, Out>
  | Task<In, Out>

export function defineQuery<In extends z.core.$ZodType, Out extends z.core.$ZodType>(
  options: OperationOptions<QueryContext, In, Out>,
): Query<In, Out> {
  return define(options, 'query')
}

export function defineCommand<In extends z.core.$ZodType, Out extends z.core.$ZodType>(
  options: OperationOptions<CommandContext, In, Out>,
): Command<In, Out> {
  return define(options, 'command')
}

export function defineTask<In extends z.core.$ZodType, Out extends z.core.$ZodType>(
  options: OperationOptions<TaskContext, In, Out>,
): Task<In, Out> {
  return define(options, 'task')
}

function define<Context, In extends z.core.$ZodType, Out extends z.core.$ZodType, Kind extends Operation['kind']>(
  options: OperationOptions<Context, In, Out>,
  kind: Kind,
) {
  const input = schemaOf(options.input)
  const output = schemaOf(options.output)
  return {
    ...options,
    kind,
    get input() {
      return input()
    },
    get output() {
      return output()
    },
  }
}
