import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { workspaceRoot } from '../packages.ts'
import type { RunningService } from './running-service.ts'

const script = '.ci/bluesky/start.sh'

/** Bluesky's own servers on loopback. The script prints one line of JSON when they are ready and then stays. */
export async function startBluesky(signal: AbortSignal): Promise<RunningService> {
  // Standard input stays open for as long as this process lives: the script ends when it closes.
  const child = spawn(join(workspaceRoot, script), { stdio: ['pipe', 'pipe', 'pipe'], detached: true })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = `${log}${text}`.slice(-20_000)
  })
  child.once('error', (error) => {
    log += error.message
  })
  const abort = () => killGroup(child, 'SIGKILL')
  signal.addEventListener('abort', abort, { once: true })
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith('{')) {
        child.stdout.resume()
        return { connection: line, origin: script, stop: () => stop(child) }
      }
      log += `${line}\n`
    }
  } catch (error) {
    throw new Error(`${script} did not start`, { cause: error })
  } finally {
    signal.removeEventListener('abort', abort)
  }
  throw new Error(`${script} ended before it was ready:\n${log}`)
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => killGroup(child, 'SIGKILL'), 10_000)
  await exited
  clearTimeout(timer)
}

function killGroup(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid !== undefined) process.kill(-child.pid, name)
}
