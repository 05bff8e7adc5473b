import { brotliCompressSync } from 'node:zlib'
import { build } from 'esbuild'

/**
 * What a page loads that runs a social system of its own: at first, and later when something is asked for that needs it. Bundled
 * and minified by esbuild, each file with brotli. Fails when the first load is over its budget: 60 KiB.
 *
 *   node bench/src/bundle-size.ts
 */
const budget = 60 * 1024

const page = `
  import { createSocius } from '@socius/core'
  import { createInProcessClient } from '@socius/core/client'
  import { memoryStore } from '@socius/storage-adapters/memory'
  globalThis.page = [createSocius, createInProcessClient, memoryStore]
`
const { outputFiles, metafile } = await build({
  stdin: { contents: page, resolveDir: import.meta.dirname, sourcefile: 'page.js' },
  outdir: 'page',
  absWorkingDir: import.meta.dirname,
  bundle: true,
  minify: true,
  splitting: true,
  chunkNames: '[name]-[hash]',
  format: 'esm',
  platform: 'browser',
  target: 'es2023',
  metafile: true,
  write: false,
})
const sizes = new Map(
  outputFiles.map(({ path, contents }) => [
    path.slice(import.meta.dirname.length + 1),
    brotliCompressSync(contents).length,
  ]),
)

const first = new Set<string>()
function loadAtFirst(file: string): void {
  if (first.has(file)) return
  first.add(file)
  for (const { path, kind } of metafile.outputs[file]?.imports ?? []) if (kind === 'import-statement') loadAtFirst(path)
}
const entry = Object.keys(metafile.outputs).find((file) => metafile.outputs[file]?.entryPoint === 'page.js')
if (entry === undefined) throw new Error('The page bundled to nothing.')
loadAtFirst(entry)

let total = 0
for (const [file, size] of [...sizes].sort((a, b) => b[1] - a[1])) {
  if (first.has(file)) total += size
  console.log(`${first.has(file) ? 'at first' : 'later   '} ${String(size).padStart(6)} bytes  ${file}`)
}
console.log(`@socius/core: in a browser, with the memory store: ${total} bytes at first   budget ${budget}`)
if (total > budget) process.exitCode = 1
