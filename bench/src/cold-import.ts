import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

/**
 * What it costs to import core in a fresh process, against a single file of nothing but its dependencies.
 *
 *   node bench/src/cold-import.ts [rounds]
 */
const rounds = Number(process.argv[2] ?? 15)
const folder = mkdtempSync(join(import.meta.dirname, '..', 'node_modules', '.cold-import-'))

const dependencies = `
  import * as z from 'zod/mini'
  import { EventEmitter } from 'eventemitter3'
  import { v7 } from 'uuid'
  import { sha256 } from '@noble/hashes/sha2.js'
  globalThis.kept = [z, EventEmitter, v7, sha256]
`
writeFileSync(join(folder, 'entry.js'), dependencies)
await build({
  entryPoints: [join(folder, 'entry.js')],
  outfile: join(folder, 'dependencies.mjs'),
  nodePaths: [join(import.meta.dirname, '../../packages/core/node_modules')],
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  conditions: ['import', 'browser'],
})
const files: Record<string, string> = {
  'an empty process': 'export {}',
  'dependencies in one file': `await import('${join(folder, 'dependencies.mjs')}')`,
  '@socius/core': `await import('@socius/core')`,
  '@socius/core/store': `await import('@socius/core/store')`,
  '@socius/core/provider': `await import('@socius/core/provider')`,
  '@socius/storage-adapters/memory': `await import('@socius/storage-adapters/memory')`,
  '@socius/storage-adapters/kysely': `await import('@socius/storage-adapters/kysely')`,
  '@socius/providers/bluesky': `await import('@socius/providers/bluesky')`,
  '@socius/providers/rss': `await import('@socius/providers/rss')`,
  zod: `await import('zod')`,
}
const times = new Map<string, number[]>(Object.keys(files).map((name) => [name, []]))
for (let round = 0; round < rounds; round++) {
  for (const [name, code] of Object.entries(files)) {
    const file = join(folder, 'run.mjs')
    writeFileSync(file, `${code}\nconst { user, system } = process.cpuUsage()\nconsole.log((user + system) / 1000)`)
    const run = spawnSync(process.execPath, [file], { encoding: 'utf8' })
    if (run.status !== 0) throw new Error(run.stderr)
    times.get(name)?.push(Number(run.stdout))
  }
}
rmSync(folder, { recursive: true })
const median = (name: string) => {
  const sorted = [...(times.get(name) ?? [])].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
const empty = median('an empty process')
for (const name of Object.keys(files).slice(1)) {
  console.log(`${name.padEnd(34)} ${(median(name) - empty).toFixed(1).padStart(6)} ms of CPU above an empty process`)
}
const ratio = (median('@socius/core') - empty) / (median('dependencies in one file') - empty)
console.log(`@socius/core / its dependencies in one file: ${ratio.toFixed(2)}   goal 1.3`)
