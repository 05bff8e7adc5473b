import * as z from 'zod/mini'
import type { FeedOptions } from '../feed/index.js'
import type { HttpOptions } from '../http/index.js'
import { type Clock, type Logger, parse, type RandomSource, SociusError } from '../kernel/index.js'
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
    providers: z._default(
      z.array(z.looseObject({ platform: z.string(), readers: z.looseObject({ profile: aFunction }) })),
      [],
    ),
    modules: z._default(
      z.record(z.string().check(z.regex(/^[a-z][a-zA-Z0-9]*$/)), z.looseObject({ name: z.string() })),
      {},
    ),
    sync: z.optional(z.unknown()),
    http: z.optional(z.unknown()),
    feed: z.optional(z.unknown()),
    schema: z._default(z.enum(['create', 'check', 'skip']), 'create'),
    dispatch: z._default(z.enum(['automatic', 'manual']), 'automatic'),
    eventRetention: z._default(z.int().check(z.minimum(0)), 7 * 24 * 3_600_000),
    live: z.prefault(liveOptionsSchema(), {}),
    logger: z.optional(z.looseObject({ debug: aFunction, info: aFunction, warn: aFunction, error: aFunction })),
    clock: z.optional(z.looseObject({ now: aFunction, wait: aFunction })),
    random: z.optional(aFunction),
  })
}

/**
 * Checks what a host hands in, before anything is opened.
 * @throws `invalid_option`, naming each place, never a value.
 */
export function checkOptions(options: unknown): z.output<ReturnType<typeof optionsSchema>> {
  const parsed = parse(optionsSchema(), options)
  if (parsed.success) return parsed.data
  const places = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'options'}: ${message}`)
  throw new SociusError('invalid_option', `createSocius: ${places.slice(0, 5).join('; ')}`)
}
