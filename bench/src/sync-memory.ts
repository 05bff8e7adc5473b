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
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 50)
  const started = process.hrtime.bigint()
  const report = await social.sync.run(system, {})
  const seconds = Number(process.hrtime.bigint() - started) / 1e9
  clearInterval(watch)
  await social.close()
  rmSync(folder, { recursive: true })
  console.log(
    JSON.stringify({ items: report.created, megabytes: Math.round(most / 1e6), rate: Math.round(items / seconds) }),
  )
}

const [mode, count] = process.argv.slice(2)
if (mode === '--once') {
  await syncOnce(Number(count))
} else {
  const largest = Number(mode ?? 500_000)
  const sizes = [10_000, 50_000, 100_000, 500_000].filter((size) => size <= largest)
  let first = 0
  for (const size of sizes) {
    const run = spawnSync(process.execPath, [import.meta.filename, '--once', String(size)], { encoding: 'utf8' })
    if (run.status !== 0) throw new Error(run.stderr)
    const { items, megabytes, rate } = JSON.parse(run.stdout) as { items: number; megabytes: number; rate: number }
    first ||= megabytes
    console.log(
      `${String(items).padStart(7)} items  ${String(megabytes).padStart(4)} MB at most  ${(megabytes / first).toFixed(2)} of the smallest  ${rate} items/s`,
    )
  }
}
