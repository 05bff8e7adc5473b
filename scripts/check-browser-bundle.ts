// Bundles each entry of core for a browser, with what it imports later: a Node built-in or an import that leads nowhere ends it.
import { basename } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { build } from 'esbuild'
import { readBuiltEntries, readPackages } from './packages.ts'

const core = readPackages().filter((item) => item.name === '@socius/core')
for (const { specifier, script } of readBuiltEntries(core)) {
  const { outputFiles } = await build({
    entryPoints: [script],
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2023',
    splitting: true,
    outdir: 'bundle',
    write: false,
    logLevel: 'error',
  })
  if (outputFiles.length === 0) throw new Error(`${specifier} bundled to nothing`)
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`
  for (const { path, contents } of outputFiles) {
    const compressed = brotliCompressSync(contents).length
    console.log(
      `${specifier}: ${basename(path)} ${kilobytes(contents.length)} minified, ${kilobytes(compressed)} with brotli`,
    )
  }
}
