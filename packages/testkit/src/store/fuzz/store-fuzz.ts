import type { StoreAdapter } from '@socius/core/store'
import { CheckError, print } from '../check.js'
import { compareScript, type Difference, findDifference } from './find-difference.js'
import { shrink } from './shrink.js'
import { simplerSteps } from './simpler-steps.js'

export interface StoreFuzzOptions {
  /** What is right: a memory store. */
  oracle: StoreAdapter
  /** What is tried. The fuzz fills and empties collections of its own, whose names begin with `fuzz_`. */
  subject: StoreAdapter
  /** The same seed does the same steps. @default the environment's SOCIUS_FUZZ_SEED, or 1 */
  seed?: number
  /** How many steps to do, those inside transactions counted. @default the environment's SOCIUS_FUZZ_STEPS, or 2000 */
  steps?: number
}

export interface StoreFuzzResult {
  readonly seed: number
  /** How many steps were done. */
  readonly steps: number
}

/** How often a script that shows a difference may be run again to find a shorter one. */
const shrinkBudget = 1500

/**
 * Does random steps on two adapters and compares what they come to: results of every call, and now and then all rows.
 * The steps are made for what engines disagree about: case, accents, trailing spaces, wildcards, nulls, equal keys,
 * transactions that are undone, cursors while rows come and go. At the first difference it looks for the shortest script
 * that shows it, and fails with that.
 * @throws CheckError with the script.
 * @example
 * test('the fuzz finds no difference', { timeout: 600_000 }, async () => {
 *   await storeFuzz({ oracle: memoryStore(), subject: myStore() })
 * })
 */
export async function storeFuzz(options: StoreFuzzOptions): Promise<StoreFuzzResult> {
  const { oracle, subject } = options
  const seed = options.seed ?? fromEnvironment('SOCIUS_FUZZ_SEED', 1)
  const wanted = options.steps ?? fromEnvironment('SOCIUS_FUZZ_STEPS', 2000)
  const { steps, difference } = await findDifference({ oracle, subject, seed, steps: wanted })
  if (difference) throw await explain(options, difference, seed)
  return { seed, steps }
}

function fromEnvironment(name: string, otherwise: number): number {
  const text = process.env[name]
  if (text === undefined || text === '') return otherwise
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${name} is a whole number, not "${text}".`)
  return value
}

async function explain(options: StoreFuzzOptions, found: Difference, seed: number): Promise<CheckError> {
  const { oracle, subject } = options
  let shortest = found
  await shrink(found.steps, {
    budget: shrinkBudget,
    simplify: simplerSteps,
    async fails(steps) {
      const difference = await compareScript(oracle, subject, steps)
      if (difference) shortest = difference
      return difference !== null
    },
  })
  const lines = shortest.steps.map((step, position) => `  ${position + 1}. ${print(step)}`)
  return new CheckError(
    [
      `${subject.name} differs from ${oracle.name} (seed ${seed}). The shortest script that was found to show it:`,
      ...lines,
      `  expected ${print(shortest.expected)}`,
      `  received ${print(shortest.received)}`,
    ].join('\n'),
  )
}
