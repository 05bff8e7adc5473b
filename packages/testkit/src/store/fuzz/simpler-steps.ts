import type { FuzzStep } from './fuzz-step.js'
import { smaller } from './shrink.js'

/** What may have less in it. The rest of a step, whose rows it is about and how many, stays as it is. */
const divisible: ReadonlySet<string> = new Set([
  'rows',
  'ids',
  'where',
  'branches',
  'measures',
  'groupBy',
  'set',
  'add',
])
/** What may be left out. */
const optional: ReadonlySet<string> = new Set(['where', 'branches', 'match', 'fields'])

/**
 * Forms of a step with less in it, each as the steps that take its place. Some make no sense; those fail alike on every
 * adapter, because core refuses them.
 */
export function* simplerSteps(step: FuzzStep): Iterable<readonly FuzzStep[]> {
  if (step.op === 'transaction') {
    yield step.steps
    for (const steps of simplerLists(step.steps)) yield [{ ...step, steps }]
    return
  }
  if (step.op === 'everything') return
  if (step.op === 'walk') for (const between of simplerLists(step.between)) yield [{ ...step, between }]
  for (const [name, value] of Object.entries(step)) {
    if (optional.has(name) && (step.op === 'query' || step.op === 'walk' || step.op === 'get'))
      yield [without(step, name)]
    if (name === 'orderBy' && Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) yield [{ ...step, orderBy: value.toSpliced(i, 1) } as FuzzStep]
    }
    // Same shape with fewer parts: what the parts were made for is checked by core when the step is done.
    if (divisible.has(name)) for (const less of smaller(value)) yield [{ ...step, [name]: less } as FuzzStep]
  }
}

function* simplerLists(steps: readonly FuzzStep[]): Iterable<readonly FuzzStep[]> {
  for (let i = 0; i < steps.length; i++) yield steps.toSpliced(i, 1)
  for (const [position, step] of steps.entries()) {
    for (const replacement of simplerSteps(step)) yield steps.toSpliced(position, 1, ...replacement)
  }
}

function without(step: FuzzStep, name: string): FuzzStep {
  // Only optional members are taken out.
  return Object.fromEntries(Object.entries(step).filter(([other]) => other !== name)) as unknown as FuzzStep
}
