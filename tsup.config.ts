import { globSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { defineConfig, type Options } from 'tsup'
import { blankBareImports } from './scripts/blank-bare-imports.ts'
import { oneSharedChunk } from './scripts/one-shared-chunk.ts'

interface Manifest {
  name: string
  exports?: Record<string, { source?: string } | string>
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  /** Dependencies that are compiled into the entry, because one file imports several times faster than many. */
  bundled?: string[]
  /** Entries that a host loads together. */
  together?: string[]
}

// Names of parts have a hash: those of an earlier build would stay behind. They go at the end, when nothing names them.
const startedAt = Date.now()
process.once('exit', (code) => {
  if (code !== 0) return
  for (const file of globSync('packages/*/dist/**/*.{js,js.map}')) if (statSync(file).mtimeMs < startedAt) rmSync(file)
})

/**
 * One process builds every package: each subpath of `exports` becomes one file, and each module that it imports only when it
 * is needed another.
 */
export default defineConfig(
  globSync('packages/*/package.json').flatMap((file): Options[] => {
    const folder = dirname(file)
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest
    const entry = Object.values(manifest.exports ?? {}).flatMap((target) =>
      typeof target === 'object' && target.source ? [join(folder, target.source)] : [],
    )
    if (entry.length === 0) return []
    const bundled = manifest.bundled ?? []
    const options: Options = {
      name: manifest.name,
      outDir: `${folder}/dist`,
      format: ['esm'],
      target: 'es2023',
      sourcemap: true,
      splitting: true,
      dts: false,
      // tsup strips the prefix by default, which breaks `node:sqlite`.
      removeNodeProtocol: false,
      external: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).filter(
        (name) => !bundled.includes(name),
      ),
      noExternal: bundled,
    }
    // What a host loads together shares what it has in common; the other entries stand alone, each in one file.
    const together = entry.filter((source) => manifest.together?.includes(nameOf(folder, source)))
    const alone = entry.filter((source) => !together.includes(source))
    return [together, ...alone.map((source) => [source])].flatMap((sources) => {
      const [first] = sources
      if (first === undefined) return []
      return {
        ...options,
        entry: Object.fromEntries(sources.map((source) => [nameOf(folder, source), source])),
        esbuildPlugins: [oneSharedChunk(first)],
        plugins: [blankBareImports()],
        // Names stay, so that a stack can be read; what is bundled is parsed faster without its comments.
        esbuildOptions(settings) {
          settings.minifyWhitespace = bundled.length > 0
          settings.minifySyntax = bundled.length > 0
          settings.jsx = 'automatic'
          settings.chunkNames = `${nameOf(folder, first)}/[name]-[hash]`
        },
      }
    })
  }),
)

/** The entry's path below `src`, without its ending. */
function nameOf(folder: string, source: string): string {
  return source.slice(`${folder}/src/`.length).replace(/\.ts$/, '')
}
