// `pnpm run check`: the gates, without servers. Words given as arguments choose gates by name.
import { gates } from './gates.ts'
import { runGates } from './run-gates.ts'
import { formatTally } from './test-tally.ts'

const words = process.argv.slice(2)
const chosen = gates.filter((gate) => words.length === 0 || words.some((word) => gate.name.includes(word)))
const tally = await runGates(undefined, chosen)
console.log(formatTally(tally))
process.exitCode = tally.failed > 0 || chosen.length === 0 ? 1 : 0
