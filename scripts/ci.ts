// What `.ci/run` runs after the install: servers, the test command, every gate, and one line of counts at the end.
import { setMaxListeners } from 'node:events'
import { pnpm } from './gates.ts'
import { runCommand } from './run-command.ts'
import { reportGate, runGates } from './run-gates.ts'
import { startBluesky } from './services/bluesky.ts'
import { startChromium } from './services/chromium.ts'
import { startMariadb } from './services/mariadb.ts'
import { startPostgres } from './services/postgres.ts'
import type { RunningService } from './services/running-service.ts'
import { testServices } from './test-services.ts'
import { formatTally, parseTally, type Tally } from './test-tally.ts'

const starters = {
  SOCIUS_TEST_POSTGRES_URL: startPostgres,
  SOCIUS_TEST_MARIADB_URL: startMariadb,
  SOCIUS_TEST_BLUESKY: startBluesky,
  SOCIUS_TEST_CHROMIUM: startChromium,
}

const interrupted = new AbortController()
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(name, () => interrupted.abort(`${name} received`))
}
const signal = AbortSignal.any([interrupted.signal, AbortSignal.timeout(75 * 60_000)])
setMaxListeners(0, signal)

const services = await startServices()
const tallies: Tally[] = []
try {
  tallies.push(services.tally, await runTests(services.env), await runGates(signal))
} finally {
  for (const service of services.running) {
    await service.stop().catch((error: unknown) => console.error(`${service.origin} did not stop cleanly:`, error))
  }
}
const sum = (key: keyof Tally) => tallies.reduce((total, tally) => total + tally[key], 0)
const total = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
console.log(formatTally(total))
// A server's left-over connection must not keep the run alive.
process.exit(total.failed > 0 ? 1 : 0)

/**
 * Starts the servers one after the other, because Debian's installer runs once at a time. One that does not come up is
 * a failure: its suites would be skipped.
 */
async function startServices() {
  const tally: Tally = { passed: 0, failed: 0, skipped: 0 }
  const env: Record<string, string> = {}
  const running: RunningService[] = []
  for (const { name, variable } of testServices) {
    try {
      const service = await starters[variable](AbortSignal.any([signal, AbortSignal.timeout(10 * 60_000)]))
      running.unshift(service)
      env[variable] = service.connection
      tally.passed += 1
      reportGate(name, true, service.origin, '')
    } catch (error) {
      tally.failed += 1
      reportGate(name, false, 'not available', error instanceof Error ? `${error.stack}` : String(error))
    }
  }
  return { tally, env, running }
}

async function runTests(env: Record<string, string>): Promise<Tally> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(40 * 60_000)])
  // Steps of each store's fuzz, and the size of the soak; they are smaller where a person waits for them.
  const variables = { ...env, SOCIUS_FUZZ_STEPS: '100000', SOCIUS_SOAK_DAYS: '30', SOCIUS_SOAK_ACCOUNTS: '60' }
  const { exitCode, log } = await runCommand(`${pnpm} test`, { env: variables, signal: limit, echo: true })
  const tally = parseTally(log) ?? { passed: 0, failed: 1, skipped: 0 }
  const ok = exitCode === 0 && tally.failed === 0
  reportGate('tests', ok, formatTally(tally), 'see above')
  return ok || tally.failed > 0 ? tally : { ...tally, failed: 1 }
}
