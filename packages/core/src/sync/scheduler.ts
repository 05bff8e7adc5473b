import * as z from 'zod/mini'
import { type Clock, isSociusError, type Logger, systemOf } from '../kernel/index.js'
import { defineTask, type Operation, privileged, type Runtime, runOperation } from '../operation/index.js'
import { machineryTenant } from '../outbox/index.js'
import { createStore } from '../store/index.js'
import { loadEngine } from './load-engine.js'
import { schedule } from './schedule.js'
import type { SyncSettings } from './sync-settings.js'

/** Reads what is due of all tenants, for as long as this process lives or until it is stopped. */
export interface Scheduler {
  /** @param tick Milliseconds between two looks when nothing is due. */
  start(tick: number): void
  /** Ends runs at their next page, gives back what was claimed, and waits for it. */
  stop(): Promise<void>
}

export function createScheduler(runtime: Runtime, settings: SyncSettings): Scheduler {
  const { clock, logger } = runtime
  const shared = createStore(runtime.adapter, machineryTenant)
  const read = readClaimed(settings)
  let running: { readonly abort: AbortController; readonly workers: Promise<unknown> } | null = null

  async function work(signal: AbortSignal, tick: number): Promise<void> {
    while (!signal.aborted) {
      try {
        const { claimDue } = await loadEngine()
        const due = await claimDue(shared, { settings, now: clock.now(), tenant: null })
        if (due) await runOperation(runtime, read, systemOf(due.ownerTenant), due, { signal })
        else await pause(clock, tick, signal)
      } catch (cause) {
        if (signal.aborted) return
        tell(logger, cause)
        // A database that is away is not asked in a loop.
        await pause(clock, tick, signal)
      }
    }
  }

  return {
    start(tick) {
      if (running) return
      const abort = new AbortController()
      const workers = Array.from({ length: settings.concurrency }, () => work(abort.signal, tick))
      running = { abort, workers: Promise.all(workers) }
    },
    async stop() {
      const stopping = running
      running = null
      stopping?.abort.abort()
      await stopping?.workers
    },
  }
}

/** Not offered to callers: what is claimed is handed in. */
function readClaimed(settings: SyncSettings): Operation {
  const operation = defineTask({
    name: 'sync.readClaimed',
    summary: 'Reads what is due of an account that this process has claimed.',
    input: schedule.schema,
    output: () => z.null(),
    access: privileged,
    async run(context, due) {
      const { readDue } = await loadEngine()
      await readDue(context, settings, due)
      return null
    },
  })
  // It is only ever given what its input has let through.
  return operation as unknown as Operation
}

async function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  await clock.wait(milliseconds, signal).catch((cause: unknown) => {
    if (!isSociusError(cause, 'aborted')) throw cause
  })
}

function tell(logger: Logger, cause: unknown): void {
  const code = isSociusError(cause) ? cause.code : 'internal'
  logger.error('A run that was due failed; it is tried again.', { code })
}
