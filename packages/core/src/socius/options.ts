import * as z from 'zod'
import type { FeedOptions } from '../feed/index.js'
import type { HttpOptions } from '../http/index.js'
import { type Clock, type Logger, parsedOnce, type RandomSource, SociusError } from '../kernel/index.js'
import type { Module } from '../operation/index.js'
import type { Provider } from '../provider/index.js'
import { type LiveOptions, liveOptionsSchema } from '../realtime/index.js'
import type { StoreAdapter } from '../store/index.js'
import type { SyncOptions } from '../sync/index.js'

/** Reactions and further domains that a host switches on, by the name of their service. */
export type Modules = Readonly<Record<string, Module>>

export interface SociusOptions<M extends Modules> {
  /** Where everything is kept: `memoryStore()`, `kyselyStore(…)`, or one of the host's own. */
  store: StoreAdapter
  /** The platforms that can be read. @default none */
  providers?: readonly Provider[]
  /** @default none */
  modules?: M
  sync?: SyncOptions
  /** Who may ask over HTTP, and how. @default nothing is served */
  http?: HttpOptions
  /** How ranked feeds weigh what they rank. */
  feed?: FeedOptions
  /**
   * `create` makes missing tables at the start; `check` refuses to start on a database that differs from what is needed,
   * for hosts that own their migrations; `skip` trusts the host. @default 'create'
   */
  schema?: 'create' | 'check' | 'skip'
  /**
   * Whether reactions run by themselves after each commit in this process. With `manual` the host calls `dispatch()`,
   * from a worker or a schedule. @default 'automatic'
   */
  dispatch?: 'automatic' | 'manual'
  /** Milliseconds that events are kept after every reaction has read them. @default 7 days */
  eventRetention?: number
  /** How live streams behave. */
  live?: LiveOptions
  /** @default says nothing */
  logger?: Logger
  /** @default the platform's clock */
  clock?: Clock
  /** @default the platform's cryptographic randomness */
  random?: RandomSource
}

/** Made when it is used: importing the package should not pay for what runs once. */
function optionsSchema() {
  const aFunction = z.custom<unknown>((value) => typeof value === 'function', 'expected a function')
  return z.strictObject({
    store: z.looseObject(
      { name: z.string(), prepare: aFunction, query: aFunction, transaction: aFunction },
      'expected a store',
    ),
    providers: z
      .array(z.looseObject({ platform: z.string(), readers: z.looseObject({ profile: aFunction }) }))
      .default([]),
    modules: z.record(z.string().regex(/^[a-z][a-zA-Z0-9]*$/), z.looseObject({ name: z.string() })).default({}),
    sync: z.unknown().optional(),
    http: z.unknown().optional(),
    feed: z.unknown().optional(),
    schema: z.enum(['create', 'check', 'skip']).default('create'),
    dispatch: z.enum(['automatic', 'manual']).default('automatic'),
    eventRetention: z
      .int()
      .min(0)
      .default(7 * 24 * 3_600_000),
    live: liveOptionsSchema().prefault({}),
    logger: z.looseObject({ debug: aFunction, info: aFunction, warn: aFunction, error: aFunction }).optional(),
    clock: z.looseObject({ now: aFunction, wait: aFunction }).optional(),
    random: aFunction.optional(),
  })
}

/**
 * Checks what a host hands in, before anything is opened.
 * @throws `invalid_option`, naming each place, never a value.
 */
export function checkOptions(options: unknown): z.output<ReturnType<typeof optionsSchema>> {
  const parsed = optionsSchema().safeParse(options, parsedOnce)
  if (parsed.success) return parsed.data
  const places = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'options'}: ${message}`)
  throw new SociusError('invalid_option', `createSocius: ${places.slice(0, 5).join('; ')}`)
}
