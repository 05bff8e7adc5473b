import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createSocius, system } from '@socius/core'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import { createPlatform } from './due/platform.ts'

/**
 * How much more eight processes read than one, on one Postgres, from a platform that takes its time.
 *
 *   node bench/src/workers.ts [accounts] [milliseconds an answer]
 *
 * Postgres is SOCIUS_TEST_POSTGRES_URL, or at its usual port.
 */
const [first = '200', second = '250', prefixGiven] = process.argv.slice(2)
const accounts = Number(first)
const latency = Number(second)
const pages = 3
const pageSize = 20
const processes = 8
const consent = { purposes: ['sync' as const, 'display' as const], text: 'v1' }

function open(prefix: string) {
  const url = process.env['SOCIUS_TEST_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'
  return createSocius({
    store: kyselyStore({ dialect: 'postgres', url, prefix }),
    providers: [createPlatform({ pages, pageSize, latency })],
    dispatch: 'manual',
  })
}

/** A worker: says that it is there, waits for the word, and reads what is due until nothing is. */
async function work(prefix: string): Promise<void> {
  const social = await open(prefix)
  process.send?.('ready')
  await once(process, 'message')
  const report = await social.sync.runDue(system)
  const busy = report.accounts.filter(({ outcome }) => outcome !== 'completed').length
  process.send?.({ created: report.created, calls: report.calls, busy })
  await social.close()
  process.disconnect()
}

async function measure(workers: number): Promise<number> {
  const prefix = `w${process.pid}_${workers}_`
  const social = await open(prefix)
  for (let number = 0; number < accounts; number++) {
    const handle = `account-${number}`
    await social.accounts.link(system, { personId: handle, platform: 'bench', handle, consent })
  }
  await social.dispatch()
  await social.close()
  const children = Array.from({ length: workers }, () => fork(fileURLToPath(import.meta.url), [first, second, prefix]))
  await Promise.all(children.map((child) => once(child, 'message')))
  const started = process.hrtime.bigint()
  const answers = children.map((child) => once(child, 'message'))
  for (const child of children) child.send('go')
  const reports = (await Promise.all(answers)).map(
    ([report]) => report as { created: number; calls: number; busy: number },
  )
  const seconds = Number(process.hrtime.bigint() - started) / 1e9
  const sum = (name: 'created' | 'calls' | 'busy') => reports.reduce((total, report) => total + report[name], 0)
  if (sum('created') !== accounts * pages * pageSize || sum('calls') !== accounts * pages || sum('busy') !== 0) {
    throw new Error(`Not each page once: ${JSON.stringify(reports)}`)
  }
  console.log(
    `${workers} process(es): ${seconds.toFixed(1)} s, ${Math.round((accounts * pages) / seconds)} pages/s, each page once`,
  )
  return seconds
}

if (prefixGiven !== undefined) {
  await work(prefixGiven)
} else {
  console.log(
    `${accounts} accounts of ${pages} pages, ${latency} ms an answer, four accounts at a time in each process`,
  )
  const one = await measure(1)
  const many = await measure(processes)
  console.log(`${processes} processes / one: ${(one / many).toFixed(2)}   goal 3`)
}
