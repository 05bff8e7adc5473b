import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { readExports } from './read-exports.ts'
import { writeFiles } from './write-files.ts'

function exportsOf(files: Record<string, string>): string[] | undefined {
  const root = mkdtempSync(join(tmpdir(), 'socius-exports-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  writeFiles(root, files)
  return readExports(root, ['index.d.ts']).get('index.d.ts')
}

it('names the kind of every export, sorted by name in code units, and follows re-exports to where they come from', () => {
  expect(
    exportsOf({
      'index.d.ts': `
        export * from './kernel.js'
        export { type Row as Line, create as default } from './kernel.js'
        export * as tools from './kernel.js'
        export declare const both: unique symbol
        export type both = string`,
      'kernel.d.ts': `
        export declare function create(): void
        export interface Row {}
        export declare class Failure extends Error {}
        declare const hidden: number
        export {}`,
    }),
  ).toEqual([
    'class Failure',
    'interface Line',
    'interface Row',
    'const+type both',
    'function create',
    'function default',
    'namespace tools',
  ])
})

it('refuses a re-export that leads nowhere', () => {
  expect(() => exportsOf({ 'index.d.ts': `export { gone } from './gone.js'` })).toThrow('gone leads to no declaration')
})

it('refuses a file that exports nothing', () => {
  expect(() => exportsOf({ 'index.d.ts': 'declare const hidden: number' })).toThrow('index.d.ts is not a module')
})
