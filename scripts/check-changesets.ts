// Asks Changesets whether every package that changed since the main branch has a changeset.
import { pnpm } from './gates.ts'
import { runCommand } from './run-command.ts'

const commitOf = async (name: string) => {
  const { exitCode, log } = await runCommand(`git rev-parse --verify --quiet '${name}^{commit}'`)
  return exitCode === 0 ? log.trim() : undefined
}

const head = await commitOf('HEAD')
const base = (await commitOf('origin/main')) ?? (await commitOf('main'))
if (!head || !base || head === base) console.log('Nothing to compare: this is the main branch, or there is none.')
else {
  const { exitCode, log } = await runCommand(`${pnpm} exec changeset status --since=${base}`)
  console.log(log)
  process.exitCode = exitCode ?? 1
}
