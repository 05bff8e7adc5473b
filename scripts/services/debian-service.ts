import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { runCommand } from '../run-command.ts'

/** Whether something listens on a TCP port of this machine. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 2000 })
    const answer = (listening: boolean) => {
      socket.destroy()
      resolve(listening)
    }
    socket
      .once('connect', () => answer(true))
      .once('error', () => answer(false))
      .once('timeout', () => answer(false))
  })
}

/** Runs a command as root, through sudo where this process is not root. */
export async function runAsRoot(command: string, signal: AbortSignal = AbortSignal.timeout(60_000)): Promise<void> {
  const isRoot = process.getuid?.() === 0
  const { exitCode, log } = await runCommand(isRoot ? command : `sudo -n sh -c '${command.replaceAll(`'`, `'\\''`)}'`, {
    signal,
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (exitCode !== 0) throw new Error(`${command} failed:\n${log}`)
}

/** Installs a Debian package's server if need be, starts it, and waits until its port answers. */
export async function startDebianService(
  { pkg, binary, service, port }: { pkg: string; binary: string; service: string; port: number },
  signal: AbortSignal,
): Promise<void> {
  const installed = (await runCommand(`ls ${binary}`)).exitCode === 0
  if (!installed) await runAsRoot(`apt-get update -q && apt-get install -q -y --no-install-recommends ${pkg}`, signal)
  if (await isListening(port)) return
  try {
    await runAsRoot(`service ${service} start`, signal)
  } catch (error) {
    // The start script may be wrong about it: MariaDB's asks a file that not every machine has.
    if (!(await isListening(port))) throw error
  }
  while (!(await isListening(port))) await sleep(200, undefined, { signal })
}
