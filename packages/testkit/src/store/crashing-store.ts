import type { StoreAdapter } from '@socius/core/store'
import { aroundCalls, type StoreOperation } from './around-calls.js'
import type { OpenStore } from './store-case.js'

/** A place where a process can die: around a write, and around the commit of a transaction. */
export interface CrashPoint {
  /** Counts from 1 in the order in which the points were passed. */
  readonly number: number
  readonly when: 'before' | 'after'
  readonly what: StoreOperation | 'commit'
  /** The collection that was written; null for a commit. */
  readonly collection: string | null
}

const marker = Symbol.for('socius.testkit.crash')

/** Whether this is the error of a {@link crashingStore}. */
export function isCrash(error: unknown): boolean {
  return typeof error === 'object' && error !== null && marker in error
}

function crash(): Error {
  return Object.assign(new Error('The process was killed here, on purpose.'), { [marker]: true })
}

/** An adapter that stands for a process that dies. */
export interface CrashingStore extends StoreAdapter {
  /** The points that were passed, the fatal one last. */
  readonly points: readonly CrashPoint[]
  readonly crashed: boolean
}

const writes = new Set<StoreOperation>(['insert', 'upsert', 'update', 'accumulate', 'claim', 'remove'])

/**
 * Lets the process die at one point: from there on every call fails, a transaction that is open is undone, and what was
 * committed stays.
 * @param crashAt The number of the fatal point. Without it nothing dies and {@link CrashingStore.points} counts.
 */
export function crashingStore(adapter: StoreAdapter, { crashAt }: { crashAt?: number } = {}): CrashingStore {
  const points: CrashPoint[] = []
  let crashed = false

  function pass(when: CrashPoint['when'], what: CrashPoint['what'], collection: string | null): void {
    if (!crashed) points.push({ number: points.length + 1, when, what, collection })
    if (crashed || points.length === crashAt) {
      crashed = true
      throw crash()
    }
  }

  const dying = aroundCalls(adapter, {
    async call({ operation, collection }, run) {
      if (crashed) throw crash()
      if (!writes.has(operation)) return run()
      pass('before', operation, collection)
      const result = await run()
      pass('after', operation, collection)
      return result
    },
    async transaction(work, run) {
      if (crashed) throw crash()
      const result = await run(async () => {
        const done = await work()
        pass('before', 'commit', null)
        return done
      })
      pass('after', 'commit', null)
      return result
    },
  })
  return {
    ...dying,
    get crashed() {
      return crashed
    },
    points,
  }
}

export interface CrashScenario {
  /** Opens an empty database, anew for every point. */
  open(): Promise<OpenStore>
  /** Fills the database before the process that dies begins. */
  before?(adapter: StoreAdapter): Promise<void>
  /** What the process does. It may fail in any way once it was killed. */
  run(adapter: StoreAdapter): Promise<unknown>
  /** What has to hold afterwards, in a new process on the same database. `point` is null for the run that nobody killed. */
  check(adapter: StoreAdapter, point: CrashPoint | null): Promise<void>
}

/**
 * Runs a scenario once undisturbed, and then once for every point where it can be killed.
 * @returns How many points there were.
 * @example
 * await crashEverywhere({
 *   open,
 *   run: (adapter) => sync(adapter),
 *   check: async (adapter) => {
 *     await sync(adapter)
 *     expect(await everythingIn(adapter)).toEqual(expected)
 *   },
 * })
 */
export async function crashEverywhere(scenario: CrashScenario): Promise<number> {
  const calm = await runOnce(scenario, undefined)
  for (let crashAt = 1; crashAt <= calm; crashAt++) await runOnce(scenario, crashAt)
  return calm
}

async function runOnce(scenario: CrashScenario, crashAt: number | undefined): Promise<number> {
  const opened = await scenario.open()
  try {
    await scenario.before?.(opened.adapter)
    const store = crashingStore(opened.adapter, crashAt === undefined ? {} : { crashAt })
    try {
      await scenario.run(store)
    } catch (error) {
      if (!store.crashed) throw error
    }
    const last = store.points.at(-1)
    if (crashAt !== undefined && !store.crashed) {
      throw new Error(
        `The scenario passed ${store.points.length} points; undisturbed it passed more. It has to be the same each time.`,
      )
    }
    await scenario.check(opened.adapter, store.crashed && last ? last : null)
    return store.points.length
  } finally {
    await opened.close()
  }
}
