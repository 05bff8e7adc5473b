import { globSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { defineConfig, type Options } from 'tsup'

interface Manifest {
  name: string
  exports?: Record<string, { default?: string } | string>
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  /** Dependencies that are compiled into the entry, because one file imports several times faster than many. */
  bundled?: string[]
}

/** One process builds every package: each subpath of `exports` becomes one self-contained file. */
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
    return [
      {
        name: manifest.name,
        entry: Object.fromEntries(
          entry.map((source) => [source.slice(`${folder}/src/`.length).replace(/\.ts$/, ''), source]),
        ),
        outDir: `${folder}/dist`,
        format: ['esm'],
        target: 'es2023',
        sourcemap: true,
        splitting: false,
        dts: false,
        // tsup strips the prefix by default, which breaks `node:sqlite`.
        removeNodeProtocol: false,
        external: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).filter(
          (name) => !bundled.includes(name),
        ),
        noExternal: bundled,
        // Names stay, so that a stack can be read; what is bundled is parsed faster without its comments.
        esbuildOptions(options) {
          options.minifyWhitespace = bundled.length > 0
          options.minifySyntax = bundled.length > 0
          options.jsx = 'automatic'
        },
      },
    ]
  }),
)
