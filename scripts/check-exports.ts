// Holds what each package entry exports against `api/`; `--update` writes what is exported now.
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { readBuiltEntries, workspaceRoot } from './packages.ts'
import { readExports } from './read-exports.ts'

const folder = join(workspaceRoot, 'api')
const entries = readBuiltEntries()
const exported = readExports(
  workspaceRoot,
  entries.map((entry) => relative(workspaceRoot, entry.types)),
)
const current = new Map(
  entries.map((entry) => [`${entry.label}.txt`, exported.get(relative(workspaceRoot, entry.types)) ?? []]),
)
const recorded = new Map(
  globSync('*.txt', { cwd: folder }).map((file) => [file, readFileSync(join(folder, file), 'utf8').trim().split('\n')]),
)

if (process.argv.includes('--update')) {
  mkdirSync(folder, { recursive: true })
  for (const file of recorded.keys()) if (!current.has(file)) rmSync(join(folder, file))
  for (const [file, lines] of current) writeFileSync(join(folder, file), `${lines.join('\n')}\n`)
  console.log(`${current.size} entries recorded.`)
} else {
  const differences = [...new Set([...current.keys(), ...recorded.keys()])].sort().flatMap((file) => {
    const now = current.get(file) ?? []
    const before = recorded.get(file) ?? []
    const changes = [
      ...before.filter((line) => !now.includes(line)).map((line) => `- ${line}`),
      ...now.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
    ]
    return changes.length > 0 ? [`api/${file}`, ...changes.map((line) => `  ${line}`)] : []
  })
  if (differences.length > 0) {
    console.error(`${differences.join('\n')}\n\nIf this is meant: node scripts/check-exports.ts --update`)
    process.exitCode = 1
  } else console.log(`${current.size} entries export what api/ records.`)
}
