import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { createListPlatform, draftsOf } from '../../test-support/list-provider.js'
import { watchPlatform } from '../../test-support/watched-platform.js'
import { createSocius, SociusError, type SyncOptions, system } from '../index.js'
import type { Capability, Provider, RateLimitFacts } from '../provider.js'
import type { StoreAdapter } from '../store.js'

const postgres = process.env['SOCIUS_TEST_POSTGRES_URL']
const mariadb = process.env['SOCIUS_TEST_MARIADB_URL']
const folder = mkdtempSync(join(tmpdir(), 'socius-queue-'))
const run = randomBytes(3).toString('hex')
let databases = 0

const servers = [
  {
    name: 'Postgres',
    isMissing: postgres === undefined,
    open: (prefix: string): StoreAdapter => kyselyStore({ dialect: 'postgres', url: postgres ?? '', prefix }),
  },
  {
    name: 'MariaDB',
    isMissing: mariadb === undefined,
    open: (prefix: string): StoreAdapter => kyselyStore({ dialect: 'mysql', url: mariadb ?? '', prefix }),
  },
  {
    name: 'a file of SQLite',
    isMissing: false,
    open: (prefix: string): StoreAdapter =>
      kyselyStore({ dialect: 'sqlite', database: join(folder, `${prefix}.db`), prefix }),
  },
]

afterAll(() => rmSync(folder, { recursive: true }))

const consent = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }
const pages = 3
const pageSize = 10

interface PlatformOptions {
  readonly accounts: number
  /** Milliseconds that an answer takes. */
  readonly delay: number
  /** Called when a question has arrived; what it gives stands in the answer. */
  arrive?(account: string): RateLimitFacts | null
  readonly published?: Capability['limit']
  sourceOf?(account: string): string
}

/** A platform that takes its time, and counts who asks it. */
function slowPlatform({ accounts, delay, arrive, published = null, sourceOf }: PlatformOptions) {
  const list = createListPlatform({ pageSize })
  for (let number = 0; number < accounts; number++)
    list.accounts.set(`a${number}`, draftsOf(`a${number}`, pages * pageSize))
  const watched = watchPlatform(list)
  const { activities, ...readers } = watched.provider.readers
  const capability = watched.provider.capabilities.activities
  if (!activities || !capability) throw new Error('A list has them.')
  const provider: Provider = {
    ...watched.provider,
    capabilities: { ...watched.provider.capabilities, activities: { ...capability, limit: published } },
    readers: {
      ...readers,
      async activities(options) {
        await new Promise((resolve) => setTimeout(resolve, delay / 2))
        const rateLimit = arrive?.(options.account.externalId) ?? null
        const page = await activities(options)
        await new Promise((resolve) => setTimeout(resolve, delay / 2))
        return { ...page, rateLimit }
      },
    },
    ...(sourceOf ? { sourceOf: ({ externalId }) => sourceOf(externalId) } : {}),
  }
  return { provider, watched }
}

/** So many workers, each with a store of its own on one database, and accounts that are due. */
async function openWorkers(
  open: (prefix: string) => StoreAdapter,
  {
    workers,
    accounts,
    provider,
    sync = {},
  }: { workers: number; accounts: number; provider: Provider; sync?: SyncOptions },
) {
  const prefix = `q${run}${databases++}_`
  const make = () => createSocius({ store: open(prefix), providers: [provider], dispatch: 'manual', sync })
  const first = await make()
  const all = [first]
  for (let number = 1; number < workers; number++) all.push(await make())
  for (let number = 0; number < accounts; number++) {
    await first.accounts.link(system, { personId: `a${number}`, platform: 'list', handle: `a${number}`, consent })
  }
  await first.dispatch()
  return {
    runDue: async () => {
      const reports = await Promise.all(all.map((worker) => worker.sync.runDue(system)))
      return reports.flatMap((report) => report.accounts)
    },
    first,
    all,
    close: async () => void (await Promise.all(all.map((worker) => worker.close()))),
  }
}

/** A limit as a server keeps it: a window begins with its first call. */
function windowedLimit({ calls, per }: { calls: number; per: number }, tells: boolean) {
  let end = 0
  let spent = 0
  const over: number[] = []
  let windows = 0
  return {
    over,
    get windows() {
      return windows
    },
    arrive(): RateLimitFacts | null {
      const now = Date.now()
      if (now >= end) {
        end = now + per
        spent = 0
        windows += 1
      }
      spent += 1
      if (spent > calls) {
        over.push(windows)
        const retryAfter = tells ? { retryAfter: end - now } : {}
        throw new SociusError('provider_rate_limited', 'Too many.', { retryable: true, ...retryAfter })
      }
      return tells ? { limit: calls, remaining: calls - spent, resetAt: end } : null
    },
  }
}

describe.each(servers)('workers that share $name', ({ isMissing, open }) => {
  it.skipIf(isMissing).each([2, 8])(
    'read each page of each account once, with %i of them',
    async (workers) => {
      const accounts = 60
      const { provider, watched } = slowPlatform({ accounts, delay: 20 })
      const { runDue, close } = await openWorkers(open, { workers, accounts, provider })
      const reports = await runDue()
      const asked = watched.questions.filter(({ reader }) => reader === 'activities')
      const perAccount = Map.groupBy(asked, ({ account }) => account)
      expect(perAccount.size).toBe(accounts)
      expect([...perAccount.values()].map((questions) => questions.length)).toEqual(
        Array.from({ length: accounts }, () => pages),
      )
      expect(watched.mostAtOnce).toBe(1)
      expect(reports).toHaveLength(accounts)
      expect(reports.every(({ outcome, created }) => outcome === 'completed' && created === pages * pageSize)).toBe(
        true,
      )
      expect(await runDue()).toEqual([])
      await close()
    },
    120_000,
  )

  it.skipIf(isMissing)(
    'keep to a limit that the platform publishes and never tells',
    async () => {
      const accounts = 20
      const limit = windowedLimit({ calls: 25, per: 4000 }, false)
      const published = { calls: 25, per: 4000 }
      const { provider } = slowPlatform({ accounts, delay: 10, published, arrive: limit.arrive })
      const { runDue, close } = await openWorkers(open, { workers: 8, accounts, provider })
      const reports = await runDue()
      expect(reports.filter(({ outcome }) => outcome === 'completed')).toHaveLength(accounts)
      expect(limit.over).toEqual([])
      expect(limit.windows).toBeGreaterThanOrEqual(3)
      await close()
    },
    120_000,
  )

  it.skipIf(isMissing)(
    'keep to a limit that answers tell, once one of them has heard of it',
    async () => {
      const accounts = 20
      const limit = windowedLimit({ calls: 25, per: 4000 }, true)
      const { provider } = slowPlatform({ accounts, delay: 10, arrive: limit.arrive })
      const { runDue, close } = await openWorkers(open, { workers: 8, accounts, provider, sync: { concurrency: 1 } })
      const reports = await runDue()
      expect(reports.filter(({ outcome }) => outcome === 'completed')).toHaveLength(accounts)
      // What each has under way when the first answer comes cannot be called back.
      expect(limit.over.filter((window) => window === 1).length).toBeLessThanOrEqual(8)
      expect(limit.over.filter((window) => window > 1)).toEqual([])
      await close()
    },
    120_000,
  )

  it.skipIf(isMissing)(
    'leave a dead server alone, and read from the others',
    async () => {
      const accounts = 40
      const isDead = (account: string) => Number(account.slice(1)) % 2 === 0
      let calls = 0
      const { provider } = slowPlatform({
        accounts,
        delay: 10,
        sourceOf: (account) => (isDead(account) ? 'dead.example' : 'living.example'),
        arrive(account) {
          if (!isDead(account)) return null
          calls += 1
          throw new SociusError('provider_unavailable', 'It does not answer.', { retryable: true })
        },
      })
      const sync = { concurrency: 1, retry: { attempts: 2, base: 10 } }
      const { runDue, close } = await openWorkers(open, { workers: 8, accounts, provider, sync })
      const reports = await runDue()
      expect(reports.filter(({ outcome }) => outcome === 'completed')).toHaveLength(accounts / 2)
      // Each of the eight may be in the middle of its two attempts when the third account has failed.
      expect(calls).toBeLessThanOrEqual(2 * (3 + 8))
      await close()
    },
    120_000,
  )
})
