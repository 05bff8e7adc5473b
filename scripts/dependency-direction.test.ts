import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { findDirectionBreaches } from './dependency-direction.ts'
import { writeFiles } from './write-files.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** The breaches of a small workspace; paths are relative to `packages/core/src` unless they start with `packages/`. */
function breachesOf(files: Record<string, string>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'socius-direction-'))
  folders.push(root)
  const entry = (name: string) => ({
    source: `./src/${name}.ts`,
    types: `./dist/${name}.d.ts`,
    default: `./dist/${name}.js`,
  })
  writeFiles(root, {
    'packages/core/package.json': { name: '@socius/core', exports: { '.': entry('index'), './store': entry('store') } },
    'packages/providers/package.json': { name: '@socius/providers', exports: { './rss': entry('rss') } },
    'packages/testkit/package.json': { name: '@socius/testkit', exports: { './store': entry('store') } },
    'packages/react-widgets/package.json': {
      name: '@socius/react-widgets',
      private: true,
      exports: { './package.json': './package.json' },
    },
    ...Object.fromEntries(
      Object.entries(files).map(([path, text]) => [
        path.startsWith('packages/') ? path : `packages/core/src/${path}`,
        text,
      ]),
    ),
  })
  return findDirectionBreaches(root).map((breach) => breach.replaceAll('packages/core/src/', ''))
}

describe('dependency direction', () => {
  it('accepts imports that point inwards, through the index', () => {
    expect(
      breachesOf({
        'index.ts': `export { sync } from './sync/index.js'`,
        'sync/index.ts': `export { sync } from './plan/due.js'`,
        'sync/plan/due.ts': `import * as z from 'zod'\nimport { sha256 } from '@noble/hashes/sha2.js'\nimport type { Id } from '../../kernel/index.js'\nexport const sync: Id = z.parse(sha256)`,
        'kernel/index.ts': `export type { Id } from './id.js'`,
        'kernel/id.ts': `// import '../sync/index.js'\nexport type Id = 'import("../sync/index.js")'`,
        'packages/providers/src/rss.ts': `import ky from 'ky'\nimport { sync } from '@socius/core'\nimport { a } from '@socius/core/store'`,
      }),
    ).toEqual([])
  })

  it.each([
    [
      'a folder to the right',
      { 'kernel/id.ts': `import { a } from '../people/index.js'` },
      'kernel must not import people',
    ],
    [
      'a type of a folder to the right',
      { 'graph/tie.ts': `import type { A } from '../sync/index.js'` },
      'graph must not import sync',
    ],
    ['a re-export', { 'graph/tie.ts': `export * from '../sync/index.js'` }, 'graph must not import sync'],
    [
      'an import() type',
      { 'graph/tie.ts': `export type A = import('../sync/index.js').A` },
      'graph must not import sync',
    ],
    [
      'a dynamic import',
      { 'graph/tie.ts': `export const a = () => import('../sync/index.js')` },
      'graph must not import sync',
    ],
    [
      'facts out of order',
      { 'graph/tie.ts': `import { a } from '../activities/index.js'` },
      'graph must not import activities',
    ],
    [
      'a neighbouring reaction',
      { 'feed/home.ts': `import { a } from '../leads/index.js'` },
      'feed must not import leads',
    ],
    [
      'the composition root',
      { 'feed/home.ts': `import { a } from '../socius/index.js'` },
      'feed must not import socius',
    ],
    [
      'a neighbouring boundary',
      { 'store/row.ts': `import { a } from '../provider/index.js'` },
      'store must not import provider',
    ],
    [
      'the entry',
      { 'feed/home.ts': `import { a } from '../index.js'`, 'index.ts': '' },
      'feed must not import the entry index.ts',
    ],
  ])('rejects %s', (_name, files, message) => {
    const indexes = Object.fromEntries(
      ['people', 'graph', 'activities', 'sync', 'feed', 'leads', 'socius', 'provider'].map((name) => [
        `${name}/index.ts`,
        '',
      ]),
    )
    const [file] = Object.keys(files)
    expect(breachesOf({ ...indexes, ...files })).toEqual([`${file}: ${message}`])
  })

  it('rejects an import past the index from a folder, and lets an entry pick single files', () => {
    expect(
      breachesOf({
        'index.ts': `export { a } from './kernel/id.js'`,
        'feed/home.ts': `import { a } from '../kernel/id.js'`,
        'kernel/id.ts': 'export const a = 1',
      }),
    ).toEqual(['feed/home.ts: kernel/id.ts is imported past kernel/index.js'])
  })

  it('lets a part of a folder be entered that has an index of its own, and nothing behind it', () => {
    const part = {
      'index.ts': '',
      'provider/query/index.ts': `export { a } from './parse.js'`,
      'provider/query/parse.ts': 'export const a = 1',
    }
    expect(breachesOf({ ...part, 'sync/search.ts': `import { a } from '../provider/query/index.js'` })).toEqual([])
    expect(breachesOf({ ...part, 'sync/search.ts': `import { a } from '../provider/query/parse.js'` })).toEqual([
      'sync/search.ts: provider/query/parse.ts is imported past provider/index.js',
    ])
  })

  it('rejects a folder that has no place in the order', () => {
    expect(breachesOf({ 'index.ts': `export * from './helpers/index.js'`, 'helpers/index.ts': '' })).toEqual([
      'index.ts: helpers is not in the order of scripts/dependency-direction.ts',
    ])
  })

  it.each(['node:crypto', 'kysely', 'react', '@socius/testkit/store', '@socius/core'])(
    'keeps %s out of core',
    (name) => {
      expect(breachesOf({ 'kernel/id.ts': `import type { A } from '${name}'` })).toEqual([
        expect.stringMatching(/^kernel\/id\.ts: (core|@socius\/core) must not import /),
      ])
    },
  )

  it('holds the other packages to public entries of core, and keeps testkit out of shipped sources', () => {
    expect(
      breachesOf({
        'packages/providers/src/rss.ts': `import '@socius/core/kernel/id.js'\nimport '@socius/testkit/store'`,
        'packages/providers/src/rss.test.ts': `import '@socius/testkit/store'`,
        'packages/providers/src/atom.ts': `import '../../core/src/index.js'`,
        'index.ts': '',
      }),
    ).toEqual([
      'packages/providers/src/atom.ts: ../../core/src/index.js leaves the package',
      'packages/providers/src/rss.ts: @socius/core/kernel/id.js is not a public entry of @socius/core',
      'packages/providers/src/rss.ts: @socius/providers must not import @socius/testkit',
    ])
  })

  it('finds cycles between files, of types too, and names the shortest way round', () => {
    expect(
      breachesOf({
        'feed/a.ts': `import { b } from './b.js'`,
        'feed/b.ts': `import type { C } from './c.js'\nimport { d } from './d.js'`,
        'feed/c.ts': `export type C = import('./a.js').A`,
        'feed/d.ts': `import { c } from './c.js'`,
        'sync/self.ts': `import { self } from './self.js'`,
      }),
    ).toEqual(['cycle: feed/a.ts -> feed/b.ts -> feed/c.ts -> feed/a.ts', 'cycle: sync/self.ts -> sync/self.ts'])
  })

  it('rejects a relative import of a file that is not there', () => {
    expect(breachesOf({ 'feed/a.ts': `import './gone.js'` })).toEqual(['feed/a.ts: ./gone.js names no source file'])
  })
})
