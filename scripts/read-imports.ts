import { globSync } from 'node:fs'
import { join } from 'node:path'
import { readTypescriptProject } from './typescript-project.ts'

/**
 * The module specifiers that each TypeScript file names: imports, re-exports, `import()` and `import('…').T`, type
 * imports included. Comments and strings are not mistaken for imports, because the compiler's own parser reads them.
 *
 * @param patterns globs relative to `root`
 * @returns specifiers by file path relative to `root`, with forward slashes
 */
export function readImports(root: string, patterns: string[]): Map<string, string[]> {
  const files = globSync(patterns, { cwd: root }).map((file) => file.replaceAll('\\', '/'))
  if (files.length === 0) return new Map()
  // Only parsing is wanted: nothing is resolved, so that a missing file or package cannot stop the reading.
  return readTypescriptProject(root, files, { noResolve: true, noLib: true, types: [] }, ({ program }) => {
    return new Map(
      files.sort().map((file) => {
        const source = program.getSourceFile(join(root, file))
        if (!source) throw new Error(`TypeScript did not read ${file}`)
        return [file, source.imports.flatMap((node) => ('text' in node ? [String(node.text)] : []))]
      }),
    )
  })
}
