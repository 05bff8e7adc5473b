import type { Arena, Contender } from './bulk/contender.ts'
import { tenant } from './bulk/contender.ts'
import { mariadbArena } from './bulk/mariadb.ts'
import { postgresArena } from './bulk/postgres.ts'
import { activity, ready } from './bulk/rows.ts'
import { sqliteArena } from './bulk/sqlite.ts'

/**
 * Bulk writes through the store against the best that the bare driver does on a table of the same structure: first all
 * rows are new, then one in a hundred has changed. Ours validates and converts every row; the driver's are ready.
 *
 *   node bench/src/bulk-write.ts [rows] [rounds] [engine, ...]
 *
 * Postgres and MariaDB are taken from SOCIUS_TEST_POSTGRES_URL and SOCIUS_TEST_MARIADB_URL, or from their usual ports.
 */
const rows = Number(process.argv[2] ?? 100_000)
const rounds = Number(process.argv[3] ?? 3)
const wanted = process.argv[4]?.split(',')
const batchSize = 500
const goal = 0.8

interface Figures {
  readonly first: number
  readonly again: number
}

/**
 * Rows a second of each contender. They take turns batch by batch, so that whatever else the machine does meanwhile
 * falls on all of them alike; batches are made outside the time that counts.
 */
async function run(contenders: readonly Contender[]): Promise<Figures[]> {
  const spent = contenders.map(() => ({ first: 0, again: 0 }))
  for (const phase of ['first', 'again'] as const) {
    for (let start = 0, turn = 0; start < rows; start += batchSize, turn++) {
      const batch = Array.from({ length: Math.min(batchSize, rows - start) }, (_, n) => {
        return activity(start + n, phase === 'again' && (start + n) % 100 === 0 ? 1 : 0)
      })
      // As the store writes them: the driver is to have the same chance of finding neighbours in the key's index.
      batch.sort((left, right) => (left.id < right.id ? -1 : 1))
      const both = { rows: batch, ready: batch.map((row) => ready(row, tenant)) }
      for (let n = 0; n < contenders.length; n++) {
        const place = (n + turn) % contenders.length
        // What the engine of the language put off until the next turn of the loop is nobody's.
        await new Promise((resolve) => setImmediate(resolve))
        const began = performance.now()
        await contenders[place]?.write(both)
        const times = spent[place]
        if (times) times[phase] += performance.now() - began
      }
    }
  }
  return spent.map(({ first, again }) => ({ first: (rows / first) * 1000, again: (rows / again) * 1000 }))
}

async function measure(arena: Arena): Promise<void> {
  const figures = new Map<string, Figures[]>()
  for (let round = 0; round < rounds; round++) {
    const contenders: Contender[] = []
    for (const open of arena.contenders) contenders.push(await open())
    const results = await run(contenders)
    for (const [place, contender] of contenders.entries()) {
      const result = results[place]
      if (result) figures.set(contender.name, [...(figures.get(contender.name) ?? []), result])
      await contender.close()
    }
  }
  await arena.close()
  report(arena.engine, figures)
}

function report(engine: string, figures: ReadonlyMap<string, readonly Figures[]>): void {
  const medians = [...figures].map(([name, runs]) => ({
    name,
    first: median(runs.map((figure) => figure.first)),
    again: median(runs.map((figure) => figure.again)),
  }))
  console.log(`${engine}: ${rows} rows in batches of ${batchSize}, rows a second, medians of ${rounds}`)
  for (const { name, first, again } of medians) {
    console.log(
      `  ${Math.round(first).toString().padStart(8)} first ${Math.round(again).toString().padStart(8)} again  ${name}`,
    )
  }
  const [ours, ...driver] = medians
  for (const phase of ['first', 'again'] as const) {
    const ratio = (ours?.[phase] ?? 0) / Math.max(...driver.map((figure) => figure[phase]))
    console.log(`  ratio ${phase}: ${ratio.toFixed(2)} (goal ${goal}) ${ratio >= goal ? 'reached' : 'MISSED'}`)
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

const { SOCIUS_TEST_POSTGRES_URL: postgres, SOCIUS_TEST_MARIADB_URL: mariadb } = process.env
const arenas: Readonly<Record<string, () => Promise<Arena>>> = {
  sqlite: sqliteArena,
  postgres: () => postgresArena(postgres ?? 'postgres://postgres@127.0.0.1:5432/postgres'),
  mariadb: () => mariadbArena(mariadb ?? 'mysql://root@127.0.0.1:3306'),
}
for (const [name, open] of Object.entries(arenas)) {
  if (!wanted || wanted.includes(name)) await measure(await open())
}
