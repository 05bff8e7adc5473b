import { globSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { defineConfig, type Options } from 'tsup'
import { oneSharedChunk } from './scripts/one-shared-chunk.ts'

interface Manifest {
  name: string
  exports?: Record<string, { default?: string } | string>
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  /** Dependencies that are compiled into the entry, because one file imports several times faster than many. */
  bundled?: string[]
}

/**
 * One process builds every package: each subpath of `exports` becomes one file, and each module that it imports only when it
 * is needed another.
 */
export default defineConfig(
  globSync('packages/*/package.json').flatMap((file): Options[] => {
    const folder = dirname(file)
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest
    const entry = Object.values(manifest.exports ?? {}).flatMap((target) =>
      typeof target === 'object' && target.default
        ? [`${folder}/src/${target.default.slice('./dist/'.length).replace(/\.js$/, '.ts')}`]
        : [],
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
    // Each on its own: what several had in common would otherwise be cut into pieces that all of them import.
    return entry.map((source) => {
      const name = source.slice(`${folder}/src/`.length).replace(/\.ts$/, '')
      return {
        ...options,
        entry: { [name]: source },
        esbuildPlugins: [oneSharedChunk(source)],
        // Names stay, so that a stack can be read; what is bundled is parsed faster without its comments.
        esbuildOptions(settings) {
          settings.minifyWhitespace = bundled.length > 0
          settings.minifySyntax = bundled.length > 0
          settings.jsx = 'automatic'
          // Without a hash nothing of an earlier build stays behind, and a second shared chunk would end the build.
          settings.chunkNames = `${name}/[name]`
        },
      }
    })
  }),
)
