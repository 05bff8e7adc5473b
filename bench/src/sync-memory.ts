import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSocius, system } from '@socius/core'
import { bluesky } from '@socius/providers/bluesky'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import { vendorPost } from './synthetic-posts.ts'

/**
 * The most memory that a first sync needs, over an account of growing size: each run in a process of its own, answers
 * made as they are asked for.
 *
 *   node bench/src/sync-memory.ts [largest]
 */
const pageSize = 100

async function syncOnce(items: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'socius-bench-'))
  const headers = { 'content-type': 'application/json' }
  const serve: typeof fetch = async (input) => {
    await Promise.resolve()
    const url = new URL(input instanceof Request ? input.url : input)
    if (url.pathname.endsWith('getProfile')) {
      return new Response(JSON.stringify({ did: 'did:plc:author', handle: 'author.example.com' }), { headers })
    }
    const from = Number(url.searchParams.get('cursor') ?? 0)
    const feed = Array.from({ length: Math.min(pageSize, items - from) }, (_, place) => ({
      post: vendorPost(from + place, 0),
    }))
    return new Response(
      JSON.stringify(from + pageSize < items ? { feed, cursor: String(from + pageSize) } : { feed }),
      { headers },
    )
  }
  const social = await createSocius({
    store: kyselyStore({ dialect: 'sqlite', database: join(folder, 'social.db') }),
    providers: [bluesky({ fetch: serve })],
    dispatch: 'manual',
  })
  const consent = { purposes: ['sync' as const, 'display' as const], text: 'v1' }
  await social.accounts.link(system, { personId: 'author', platform: 'bluesky', handle: 'author.example.com', consent })
  const most = { retained: 0, resident: 0 }
  const look = () => {
    // What a collection leaves is what the run holds on to; the resident set also shows how lazily V8 collects.
    globalThis.gc?.()
    const { heapUsed, external, rss } = process.memoryUsage()
    most.retained = Math.max(most.retained, heapUsed + external)
    most.resident = Math.max(most.resident, rss)
  }
  const watch = setInterval(look, 500)
  const started = process.hrtime.bigint()
  const report = await social.sync.run(system, {})
  const seconds = Number(process.hrtime.bigint() - started) / 1e9
  clearInterval(watch)
  await social.close()
  rmSync(folder, { recursive: true })
  const [retained, resident] = [most.retained / 1e6, most.resident / 1e6]
  console.log(JSON.stringify({ items: report.created, retained, resident, rate: items / seconds }))
}

const [mode, count] = process.argv.slice(2)
if (mode === '--once') {
  await syncOnce(Number(count))
} else {
  const largest = Number(mode ?? 500_000)
  const sizes = [10_000, 50_000, 100_000, 500_000].filter((size) => size <= largest)
  let first = 0
  for (const size of sizes) {
    const self = ['--expose-gc', import.meta.filename, '--once', String(size)]
    const run = spawnSync(process.execPath, self, { encoding: 'utf8' })
    if (run.status !== 0) throw new Error(run.stderr)
    const figures = JSON.parse(run.stdout) as Record<'items' | 'retained' | 'resident' | 'rate', number>
    first ||= figures.retained
    const cells = [
      `${String(figures.items).padStart(7)} items`,
      `${figures.retained.toFixed(0).padStart(4)} MB held at most (${(figures.retained / first).toFixed(2)} of the smallest)`,
      `${figures.resident.toFixed(0).padStart(4)} MB resident`,
      `${figures.rate.toFixed(0)} items/s`,
    ]
    console.log(cells.join('   '))
  }
}
