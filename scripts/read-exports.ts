import { join } from 'node:path'
import { type Checker, type Symbol as CompilerSymbol, SymbolFlags } from 'typescript/unstable/sync'
import { readTypescriptProject } from './typescript-project.ts'

const kinds: readonly (readonly [flag: SymbolFlags, name: string])[] = [
  [SymbolFlags.Function, 'function'],
  [SymbolFlags.Class, 'class'],
  [SymbolFlags.Variable, 'const'],
  [SymbolFlags.Enum, 'enum'],
  [SymbolFlags.Module, 'namespace'],
  [SymbolFlags.Interface, 'interface'],
  [SymbolFlags.TypeAlias, 'type'],
]

/**
 * What a built declaration file exports, re-exports followed to their origin.
 *
 * @param files declaration files, relative to `root`
 * @returns lines such as `function createSocius` by file, sorted by name
 */
export function readExports(root: string, files: readonly string[]): Map<string, string[]> {
  const options = { module: 'nodenext', target: 'es2023', strict: true, skipLibCheck: true, types: [] }
  return readTypescriptProject(root, files, options, ({ program, checker }) => {
    return new Map(
      files.map((file) => {
        const source = program.getSourceFile(join(root, file))
        const module = source && checker.getSymbolAtLocation(source)
        if (!module) throw new Error(`${file} is not a module`)
        const exported = [...checker.getExportsOfModule(module)].sort((a, b) => (a.name < b.name ? -1 : 1))
        return [file, exported.map((symbol) => `${kindOf(symbol, checker)} ${symbol.name}`)]
      }),
    )
  })
}

function kindOf(symbol: CompilerSymbol, checker: Checker): string {
  const origin = symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  const names = kinds.filter(([flag]) => origin.flags & flag).map(([, name]) => name)
  if (names.length === 0) throw new Error(`${symbol.name} leads to no declaration`)
  return names.join('+')
}
