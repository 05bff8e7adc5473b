// Compiles small host programs against the built declarations and holds what they cost the compiler to a budget;
// `--update` sets each budget to 1.3 times of today's cost.
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { withConsumerProject } from './consumer-project.ts'
import { readBuiltEntries, workspaceRoot } from './packages.ts'
import { runCommand } from './run-command.ts'

/** The most that one program may cost. Instantiations and types are exact; memory varies by a few per cent. */
interface Budget {
  types: number
  instantiations: number
  memoryMegabytes: number
}

const folder = join(workspaceRoot, 'scripts/type-cost')
const budgetFile = join(workspaceRoot, 'scripts/type-cost.json')

readBuiltEntries()
const programs = globSync('*.ts', { cwd: folder }).sort()
const compilerOptions = {
  target: 'es2023',
  module: 'nodenext',
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  noEmit: true,
}
const files = Object.fromEntries(
  programs.flatMap((file): [string, string | object][] => [
    [file, readFileSync(join(folder, file), 'utf8')],
    [`tsconfig.${file}.json`, { compilerOptions, files: [file] }],
  ]),
)

const costs = await withConsumerProject(files, async (consumer) => {
  const measured: Record<string, Budget> = {}
  for (const program of programs) {
    // One checker, because several of them share the work in a different way on every machine.
    const command = `tsc -p ${consumer}/tsconfig.${program}.json --extendedDiagnostics --singleThreaded`
    const { exitCode, log } = await runCommand(command)
    if (exitCode !== 0) throw new Error(`${program} does not compile:\n${log}`)
    const figure = (label: string) => {
      const match = new RegExp(`^${label}:\\s+(\\d+)`, 'm').exec(log)
      if (!match) throw new Error(`tsc no longer prints "${label}":\n${log}`)
      return Number(match[1])
    }
    measured[basename(program, '.ts')] = {
      types: figure('Types'),
      instantiations: figure('Instantiations'),
      memoryMegabytes: Math.ceil(figure('Memory used') / 1024),
    }
  }
  return measured
})

if (process.argv.includes('--update')) {
  const room = (value: number) => Math.ceil(value * 1.3)
  const next = Object.entries(costs).map(([name, { types, instantiations, memoryMegabytes }]): [string, Budget] => [
    name,
    { types: room(types), instantiations: room(instantiations), memoryMegabytes: room(memoryMegabytes) },
  ])
  writeFileSync(budgetFile, `${JSON.stringify(Object.fromEntries(next), null, 2)}\n`)
}

// Written by the lines above.
const budgets = JSON.parse(readFileSync(budgetFile, 'utf8')) as Record<string, Budget>
for (const [name, cost] of Object.entries(costs)) {
  const budget = budgets[name]
  const figures = (['types', 'instantiations', 'memoryMegabytes'] as const).map((key) => {
    if (!budget || cost[key] > budget[key]) process.exitCode = 1
    return `${cost[key]} of ${budget?.[key] ?? 'no budget for'} ${key}`
  })
  console.log(`${name}: ${figures.join(', ')}`)
}
