import type { StoreAdapter } from '@socius/core/store'
import { runConcurrencyCases } from '../concurrency-suite.js'
import { findDifference } from '../fuzz/find-difference.js'
import type { OpenStore } from '../store-case.js'
import { type FailedCase, runStoreCases } from '../store-cases.js'
import type { Detector } from './store-mutant.js'

/** What noticed a fault. */
export interface FaultFindings {
  /** The cases of the store suite that failed. */
  readonly suite: readonly FailedCase[]
  /** The cases of the concurrency suite that failed. */
  readonly concurrency: readonly FailedCase[]
  /** After how many steps the fuzz saw a difference; null when it saw none. */
  readonly fuzz: number | null
}

export interface FindFaultOptions {
  /** Opens the faulty adapter on an empty database. The concurrency suite gives it to all of its workers. */
  open(): Promise<OpenStore>
  /** Makes a memory store, for the fuzz. */
  oracle(): StoreAdapter
  /** What is to look for the fault. @default all of them */
  detectors?: readonly Detector[]
  /** How many steps the fuzz may do. @default 8000 */
  fuzzSteps?: number
}

/**
 * Runs the store suite, the concurrency suite and the fuzz on an adapter that is faulty. A test that breaks a good
 * adapter in one place and expects a finding proves that they would notice.
 */
export async function findFault(options: FindFaultOptions): Promise<FaultFindings> {
  const { open, detectors = ['suite', 'concurrency', 'fuzz'], fuzzSteps = 8000 } = options
  return {
    suite: detectors.includes('suite') ? await runStoreCases(open) : [],
    concurrency: detectors.includes('concurrency') ? await runConcurrencyCases((count) => openMany(open, count)) : [],
    fuzz: detectors.includes('fuzz') ? await fuzz(options, fuzzSteps) : null,
  }
}

async function openMany(open: () => Promise<OpenStore>, count: number) {
  const { adapter, close } = await open()
  return { adapters: Array.from({ length: count }, () => adapter), close }
}

async function fuzz(options: FindFaultOptions, steps: number): Promise<number | null> {
  const { adapter, close } = await options.open()
  try {
    const found = await findDifference({ oracle: options.oracle(), subject: adapter, seed: 1, steps })
    return found.difference ? found.steps : null
  } finally {
    await close()
  }
}
