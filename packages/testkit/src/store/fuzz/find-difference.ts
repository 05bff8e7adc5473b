import type { StoreAdapter } from '@socius/core/store'
import { fuzzShapes } from './fuzz-collections.js'
import type { FuzzStep } from './fuzz-step.js'
import { generateStep } from './generate-step.js'
import { createRandom } from './random.js'
import { emptyEverything, isSameOutcome, type Outcome, runStep } from './run-step.js'

/** How many steps a script has before everything is emptied and the next one begins. */
const scriptLength = 80
/** After so many steps all rows are compared. */
const stepsBetweenLooks = 8

export interface FindDifferenceOptions {
  readonly oracle: StoreAdapter
  readonly subject: StoreAdapter
  readonly seed: number
  readonly steps: number
}

export interface FoundDifference {
  /** How many steps were done, those inside transactions counted. */
  readonly steps: number
  readonly difference: Difference | null
}

/** Does random scripts until two adapters differ, or enough steps are done. */
export async function findDifference(options: FindDifferenceOptions): Promise<FoundDifference> {
  const { oracle, subject, seed } = options
  await oracle.prepare(fuzzShapes)
  await subject.prepare(fuzzShapes)
  let done = 0
  for (let script = 0; done < options.steps; script++) {
    const steps = generateScript(seed + script * 7919, subject.search && oracle.search)
    const difference = await compareScript(oracle, subject, steps)
    done += (difference?.steps ?? steps).reduce((sum, step) => sum + countSteps(step), 0)
    if (difference) return { steps: done, difference }
  }
  return { steps: done, difference: null }
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

/** The step and those inside it. */
function countSteps(step: FuzzStep): number {
  return step.op === 'transaction' ? 1 + step.steps.reduce((sum, inner) => sum + countSteps(inner), 0) : 1
}

/** Where two adapters parted. */
export interface Difference {
  /** The steps up to the one that differs. */
  readonly steps: readonly FuzzStep[]
  readonly expected: Outcome
  readonly received: Outcome
}

/** The first step of the script that the adapters, both emptied before it, differ in. */
export async function compareScript(
  oracle: StoreAdapter,
  subject: StoreAdapter,
  steps: readonly FuzzStep[],
): Promise<Difference | null> {
  await emptyEverything(oracle)
  try {
    await emptyEverything(subject)
  } catch (error) {
    return {
      steps: [],
      expected: { value: 'empty collections' },
      received: { error: 'not empty', message: String(error) },
    }
  }
  for (const [position, step] of steps.entries()) {
    const expected = await runStep(oracle, step)
    const received = await runStep(subject, step)
    if (!isSameOutcome(expected, received)) return { steps: steps.slice(0, position + 1), expected, received }
  }
  return null
}
