import type * as z from 'zod'
import type { Actor } from '../kernel/index.js'
import type { CommandContext, QueryContext, TaskContext } from './context.js'

/** Whether the actor may ask for this at all. What depends on stored rows is decided in `run`, on the rows. */
export type Access<Input> = (actor: Actor, input: Input) => boolean

interface OperationParts<Context, In extends z.ZodType, Out extends z.ZodType> {
  /** `domain.operation`; the method, the route and the tool are named by it. */
  readonly name: string
  /** One sentence: what it is for. */
  readonly summary: string
  readonly input: In
  readonly output: Out
  readonly access: Access<z.output<In>>
  run(context: Context, input: z.output<In>): Promise<z.output<Out>>
}

/** Reads. Never writes, so that a cache may answer it. */
export type Query<In extends z.ZodType, Out extends z.ZodType> = OperationParts<QueryContext, In, Out> & {
  readonly kind: 'query'
}

/** Validates, checks access, and writes, in one transaction. */
export type Command<In extends z.ZodType, Out extends z.ZodType> = OperationParts<CommandContext, In, Out> & {
  readonly kind: 'command'
}

/** A command of several transactions. */
export type Task<In extends z.ZodType, Out extends z.ZodType> = OperationParts<TaskContext, In, Out> & {
  readonly kind: 'task'
}

/** One thing that can be asked for: the host's call, the route and the tool are all this declaration. */
export type Operation<In extends z.ZodType = z.ZodType, Out extends z.ZodType = z.ZodType> =
  | Query<In, Out>
  | Command<In, Out>
  | Task<In, Out>

export function defineQuery<In extends z.ZodType, Out extends z.ZodType>(
  parts: OperationParts<QueryContext, In, Out>,
): Query<In, Out> {
  return { ...parts, kind: 'query' }
}

export function defineCommand<In extends z.ZodType, Out extends z.ZodType>(
  parts: OperationParts<CommandContext, In, Out>,
): Command<In, Out> {
  return { ...parts, kind: 'command' }
}

export function defineTask<In extends z.ZodType, Out extends z.ZodType>(
  parts: OperationParts<TaskContext, In, Out>,
): Task<In, Out> {
  return { ...parts, kind: 'task' }
}
