import { type Gate, gates } from './gates.ts'
import { runCommand } from './run-command.ts'
import type { Tally } from './test-tally.ts'

const gateMinutes = 10

/** Runs gates one after the other, all of them even if one fails, and prints what each came to. */
export async function runGates(signal?: AbortSignal, chosen: readonly Gate[] = gates): Promise<Tally> {
  const tally: Tally = { passed: 0, failed: 0, skipped: 0 }
  for (const { name, command, env } of chosen) {
    const started = performance.now()
    const limit = AbortSignal.timeout(gateMinutes * 60_000)
    const { exitCode, log } = await runCommand(command, {
      ...(env && { env }),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    })
    const ok = exitCode === 0
    tally[ok ? 'passed' : 'failed'] += 1
    reportGate(name, ok, `${((performance.now() - started) / 1000).toFixed(1)} s`, log)
  }
  return tally
}

/** Prints `ok <gate>` or `FAIL <gate>`; a failure is followed by its log. */
export function reportGate(name: string, ok: boolean, note: string, log: string): void {
  console.log(`${ok ? 'ok' : 'FAIL'} ${name} (${note})`)
  if (!ok) console.log(log.trimEnd().replaceAll(/^/gm, '    '))
}
