import type { Options } from 'tsup'

type Plugin = NonNullable<Options['plugins']>[number]

/**
 * Takes imports out of which a part needs nothing: the bundler leaves them for an order of effects that no module here has, and
 * a host's bundler warns of each. Blanks keep what follows in its place for the source map.
 */
export function blankBareImports(): Plugin {
  return {
    name: 'blank-bare-imports',
    renderChunk(code, { map }) {
      const blanked = code.replace(/(?<=^|;)import"\.{1,2}\/[^"]+";/g, (bare) => ' '.repeat(bare.length))
      return { code: blanked, map: map ?? null }
    },
  }
}
