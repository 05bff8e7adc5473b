import type { Worker } from 'node:worker_threads'

/** Writes the log of a file back into it, beside the thread that writes. */
export interface Checkpointer {
  /** Counts rows that were written; from time to time it starts a checkpoint. */
  wrote(rows: number): void
  /** Resolves when the thread has let go of the file. */
  stop(): Promise<void>
}

const rowsPerCheckpoint = 1500

/**
 * A file with a checkpointer leaves this much to it before a commit makes a checkpoint itself. Ids that are derived by
 * hashing touch pages all over the file: the more commits share a checkpoint, the fewer pages it writes.
 */
export const pagesUntilCheckpoint = 16_000

/** In CommonJS, since it is handed over as text: so no bundler has to know of a second file. */
const code = `
const { parentPort, workerData } = require('node:worker_threads')
const { DatabaseSync } = require('node:sqlite')
const handle = new DatabaseSync(workerData)
parentPort.on('message', (message) => {
  if (message === 'stop') {
    handle.close()
    parentPort.close()
    return
  }
  try {
    handle.exec('pragma wal_checkpoint(passive)')
  } catch {}
  parentPort.postMessage('done')
})
`

/**
 * A thread of its own for checkpoints: they wait for the disk, for some 20 ms at a time, and `node:sqlite` would block
 * the event loop meanwhile. It starts when a bulk write does. A passive checkpoint blocks no reader and no writer. Where no
 * thread can be had, commits make checkpoints themselves.
 * @param path Absolute path of a file in write-ahead mode.
 */
export function createCheckpointer(path: string): Checkpointer {
  let worker: Worker | null = null
  let isBusy = false
  let isOff = false
  let written = 0

  function start(): Worker | null {
    const threads = process.getBuiltinModule?.('node:worker_threads')
    if (!threads) return null
    // Nothing of the host's own set-up, which it may have in flags and environment, is needed in there.
    const started = new threads.Worker(code, { eval: true, workerData: path, execArgv: ['--no-warnings'], env: {} })
    started.on('message', () => {
      isBusy = false
    })
    const giveUp = () => {
      isOff = true
      worker = null
    }
    started.on('error', giveUp)
    started.on('exit', giveUp)
    // A process that has nothing else to do ends, closed or not.
    started.unref()
    return started
  }

  return {
    wrote(rows) {
      written += rows
      if (written < rowsPerCheckpoint || isBusy || isOff) return
      written = 0
      try {
        worker ??= start()
      } catch {
        // Threads are forbidden here.
        isOff = true
      }
      isBusy = worker !== null
      worker?.postMessage('checkpoint')
    },
    async stop() {
      isOff = true
      const stopping = worker
      if (!stopping) return
      await new Promise<void>((resolve) => {
        stopping.once('exit', () => resolve())
        stopping.ref()
        stopping.postMessage('stop')
      })
    },
  }
}
