import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { workspaceRoot } from './packages.ts'

export interface CommandResult {
  /** `null` when the command was ended by a signal. */
  exitCode: number | null
  /** Both streams, in the order of arrival. */
  log: string
}

export interface CommandOptions {
  /** Added to this process's environment; an undefined value takes a variable away. */
  env?: Record<string, string | undefined>
  /** Ends the command and everything that it has started. */
  signal?: AbortSignal
  /** Shows the output while it comes. */
  echo?: boolean
}

/** Runs a shell command in the workspace's root, with the workspace's tools first on the path and no standard input. */
export function runCommand(command: string, options: CommandOptions = {}): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const PATH = `${join(workspaceRoot, 'node_modules/.bin')}:${process.env.PATH}`
    const child = spawn(command, {
      cwd: workspaceRoot,
      env: { ...process.env, PATH, ...options.env },
      shell: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    let log = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        log += text
        if (options.echo) process.stdout.write(text)
      })
    }
    const end = () => {
      // The group, because a shell does not pass a signal on to what it runs.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      log += `\nended: ${String(options.signal?.reason)}\n`
    }
    options.signal?.addEventListener('abort', end, { once: true })
    if (options.signal?.aborted) end()
    child.once('error', reject)
    child.once('exit', (exitCode) => {
      options.signal?.removeEventListener('abort', end)
      // A process left in the background may hold the pipes open: what it says later is not waited for.
      const finish = () => resolve({ exitCode, log })
      const grace = setTimeout(finish, 1000)
      child.once('close', () => {
        clearTimeout(grace)
        finish()
      })
    })
  })
}
