import type { StoreAdapter } from '@socius/core/store'
import { CheckError, print } from '../check.js'
import { fuzzShapes } from './fuzz-collections.js'
import type { FuzzStep } from './fuzz-step.js'
import { generateStep } from './generate-step.js'
import { createRandom } from './random.js'
import { emptyEverything, isSameOutcome, type Outcome, runStep } from './run-step.js'
import { shrink, smaller } from './shrink.js'

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

/** How many steps a script has before everything is emptied and the next one begins. */
const scriptLength = 80
/** After so many steps all rows are compared. */
const stepsBetweenLooks = 8
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
  await oracle.prepare(fuzzShapes)
  await subject.prepare(fuzzShapes)
  let done = 0
  for (let script = 0; done < wanted; script++) {
    const steps = generateScript(seed + script * 7919, subject.search && oracle.search)
    const difference = await compare(oracle, subject, steps)
    if (difference) throw await explain(options, difference, seed)
    done += steps.reduce((sum, step) => sum + countSteps(step), 0)
  }
  return { seed, steps: done }
}

function fromEnvironment(name: string, otherwise: number): number {
  const text = process.env[name]
  if (text === undefined || text === '') return otherwise
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${name} is a whole number, not "${text}".`)
  return value
}

function generateScript(seed: number, search: boolean): FuzzStep[] {
  const random = createRandom(seed)
  const steps: FuzzStep[] = []
  for (let position = 1; position <= scriptLength; position++) {
    steps.push(generateStep(random, { search, inside: false }))
    if (position % stepsBetweenLooks === 0) steps.push({ op: 'everything' })
  }
  return steps
}

function countSteps(step: FuzzStep): number {
  return step.op === 'transaction' ? 1 + step.steps.reduce((sum, inner) => sum + countSteps(inner), 0) : 1
}

interface Difference {
  /** The steps up to the one that differs. */
  readonly steps: readonly FuzzStep[]
  readonly expected: Outcome
  readonly received: Outcome
}

async function compare(
  oracle: StoreAdapter,
  subject: StoreAdapter,
  steps: readonly FuzzStep[],
): Promise<Difference | null> {
  await emptyEverything(oracle)
  await emptyEverything(subject)
  for (const [position, step] of steps.entries()) {
    const expected = await runStep(oracle, step)
    const received = await runStep(subject, step)
    if (!isSameOutcome(expected, received)) return { steps: steps.slice(0, position + 1), expected, received }
  }
  return null
}

async function explain(options: StoreFuzzOptions, found: Difference, seed: number): Promise<CheckError> {
  const { oracle, subject } = options
  let shortest = found
  await shrink(found.steps, {
    budget: shrinkBudget,
    simplify: simplerSteps,
    async fails(steps) {
      const difference = await compare(oracle, subject, steps)
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

/** A transaction may be only its steps; and any step may have less in it. What makes no sense fails alike on both sides. */
function* simplerSteps(step: FuzzStep): Iterable<readonly FuzzStep[]> {
  if (step.op === 'transaction') yield step.steps
  const { op, ...rest } = step
  for (const less of smaller(rest)) yield [{ op, ...(less as object) } as FuzzStep]
}
