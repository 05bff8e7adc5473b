// Bundles each entry of core for a browser: a Node built-in or an import that leads nowhere ends it.
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
    write: false,
    logLevel: 'error',
  })
  const [file] = outputFiles
  if (!file) throw new Error(`${specifier} bundled to nothing`)
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`
  const compressed = brotliCompressSync(file.contents).length
  console.log(`${specifier}: ${kilobytes(file.contents.length)} minified, ${kilobytes(compressed)} with brotli`)
}
