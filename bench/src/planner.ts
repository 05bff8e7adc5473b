import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSocius, system } from '@socius/core'
import { systemClock } from '@socius/core/provider'
import type { StoreAdapter } from '@socius/core/store'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import { memoryStore } from '@socius/storage-adapters/memory'
import { keepApart } from './due/keep-apart.ts'
import { createPlatform } from './due/platform.ts'

/**
 * What the queue and the gates add to a sync of accounts that are due: the same run, once with their rows in the database
 * and once with their rows beside it, where they cost nothing to speak of.
 *
 *   node bench/src/planner.ts [accounts] [rounds] [milliseconds that the platform takes to answer]
 *
 * On SQLite, and on Postgres: SOCIUS_TEST_POSTGRES_URL, or its usual port.
 */
const accounts = Number(process.argv[2] ?? 100)
const rounds = Number(process.argv[3] ?? 5)
const latency = Number(process.argv[4] ?? 0)
const pages = 2
const pageSize = 50
const postgres = process.env['SOCIUS_TEST_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'
const folder = mkdtempSync(join(tmpdir(), 'socius-planner-'))
const planner = new Set(['schedule', 'gate'])
const consent = { purposes: ['sync' as const, 'display' as const], text: 'v1' }

interface Measured {
  readonly first: number[]
  readonly again: number[]
  /** What the planner's statements took of each, as a share of all the rest. */
  readonly firstShare: number[]
  readonly againShare: number[]
  statements: number
  plannerStatements: number
  /** Seconds. */
  plannerTime: number
}

async function measure(adapter: StoreAdapter, isApart: boolean, into: Measured): Promise<void> {
  let now = Date.now()
  const counted = count(adapter, into)
  const social = await createSocius({
    store: isApart ? keepApart(counted, memoryStore(), planner) : counted,
    providers: [createPlatform({ pages, pageSize, latency })],
    clock: { now: () => now, wait: systemClock.wait },
    dispatch: 'manual',
    sync: { concurrency: 1 },
  })
  for (let number = 0; number < accounts; number++) {
    const handle = `account-${number}`
    await social.accounts.link(system, { personId: handle, platform: 'bench', handle, consent })
  }
  await social.dispatch()
  const timed = async (seconds: number[], shares: number[]) => {
    into.plannerTime = 0
    const started = process.hrtime.bigint()
    const report = await social.sync.runDue(system)
    const took = Number(process.hrtime.bigint() - started) / 1e9
    seconds.push(took)
    shares.push(into.plannerTime / (took - into.plannerTime))
    if (report.accounts.length !== accounts || report.fetched !== accounts * pages * pageSize) {
      throw new Error(JSON.stringify({ ...report, accounts: report.accounts.slice(0, 2) }))
    }
  }
  into.statements = 0
  into.plannerStatements = 0
  await timed(into.first, into.firstShare)
  now += 7 * 3_600_000
  await timed(into.again, into.againShare)
  await social.close()
}

function count(adapter: StoreAdapter, into: Measured): StoreAdapter {
  const tell =
    <Plan extends { readonly collection: { readonly name: string } }, Result>(run: (plan: Plan) => Promise<Result>) =>
    async (plan: Plan) => {
      into.statements += 1
      if (!planner.has(plan.collection.name)) return run(plan)
      into.plannerStatements += 1
      const started = process.hrtime.bigint()
      const result = await run(plan)
      into.plannerTime += Number(process.hrtime.bigint() - started) / 1e9
      return result
    }
  return {
    ...adapter,
    get: tell((plan) => adapter.get(plan)),
    query: tell((plan) => adapter.query(plan)),
    aggregate: tell((plan) => adapter.aggregate(plan)),
    insert: tell((plan) => adapter.insert(plan)),
    upsert: tell((plan) => adapter.upsert(plan)),
    update: tell((plan) => adapter.update(plan)),
    claim: tell((plan) => adapter.claim(plan)),
    remove: tell((plan) => adapter.remove(plan)),
    transaction: (work) => adapter.transaction((inner) => work(count(inner, into))),
  }
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** What else the machine does only ever adds. */
const fastest = (values: readonly number[]) => Math.min(...values)
const stores: [string, (name: string) => StoreAdapter][] = [
  ['SQLite', (name) => kyselyStore({ dialect: 'sqlite', database: join(folder, `${name}.db`) })],
]
{
  const prefix = `b${process.pid}`
  stores.push(['Postgres', (name) => kyselyStore({ dialect: 'postgres', url: postgres, prefix: `${prefix}${name}_` })])
}
console.log(
  `${accounts} accounts of ${pages} pages of ${pageSize}, answered after ${latency} ms, the fastest of ${rounds}; goal: the planner adds less than 5 %`,
)
for (const [name, open] of stores) {
  const made = (): Measured => ({
    ...{ first: [], again: [], firstShare: [], againShare: [] },
    ...{ statements: 0, plannerStatements: 0, plannerTime: 0 },
  })
  const [within, apart] = [made(), made()]
  // In turns, so that what else the machine does hits both.
  for (let round = 0; round < rounds; round++) {
    await measure(open(`w${round}`), false, within)
    await measure(open(`a${round}`), true, apart)
  }
  const share = (what: 'first' | 'again') => (100 * (fastest(within[what]) / fastest(apart[what]) - 1)).toFixed(1)
  console.log(`${name.padEnd(10)} first sync  + ${share('first')} %   sync again + ${share('again')} %`)
  const ofAll = (shares: readonly number[]) => (100 * median(shares)).toFixed(1)
  console.log(
    `${''.padEnd(10)} its statements + ${ofAll(within.firstShare)} %                + ${ofAll(within.againShare)} %   of the rest`,
  )
  const perRun = (statements: number) => (statements / (2 * accounts)).toFixed(1)
  console.log(
    `${''.padEnd(10)} statements a run: ${perRun(within.statements)}, of the planner ${perRun(within.plannerStatements)}`,
  )
}
rmSync(folder, { recursive: true })
