import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Plugin } from 'esbuild'

/**
 * Keeps all that an entry loads at once in one chunk. By itself esbuild cuts it into one for each set of later modules that
 * share something with it; so each of those is made to share all of it.
 */
export function oneSharedChunk(entry: string): Plugin {
  const later = new Set<string>()
  return {
    name: 'one-shared-chunk',
    setup(build) {
      build.onResolve({ filter: /^\.\.?\// }, ({ kind, path, importer }) => {
        if (kind === 'dynamic-import') later.add(resolve(dirname(importer), path.replace(/\.js$/, '.ts')))
        return null
      })
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (!later.has(path)) return null
        const source = await readFile(path, 'utf8')
        return { contents: `${source}\nimport ${JSON.stringify(resolve(entry))}\n`, loader: 'ts' }
      })
    },
  }
}
