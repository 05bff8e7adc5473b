import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

/** The modules of other packages that an entry loads, whether it uses them or not. */
async function loadedBy(entry: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [join(import.meta.dirname, entry)],
    bundle: true,
    packages: 'external',
    format: 'esm',
    treeShaking: false,
    write: false,
    metafile: true,
  })
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports)
  return [...new Set(imports.filter(({ external }) => external).map(({ path }) => path))].toSorted()
}

describe('in an app with server components', () => {
  it('queries can be imported by one: React’s hooks and contexts do not come with them', async () => {
    expect(await loadedBy('queries.ts')).toEqual(['@socius/core/client', '@tanstack/react-query'])
    expect(await loadedBy('index.ts')).toContain('react')
  })

  it('hooks and components are those of the client', async () => {
    expect(await readFile(join(import.meta.dirname, 'index.ts'), 'utf8')).toMatch(/^'use client'\n/)
  })
})
