// What `pnpm test` runs: Vitest once, then what was left out and a line of counts. Arguments go to Vitest.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { findChromium } from '../packages/react-widgets/test-support/browser/find-chromium.ts'
import { workspaceRoot } from './packages.ts'
import { browserVariable, testRecordings, testServices } from './test-services.ts'
import { formatTally, tallyReport, type VitestReport } from './test-tally.ts'

const cache = join(workspaceRoot, 'node_modules/.cache/socius')
const reportFile = join(cache, `vitest-${process.pid}.json`)
mkdirSync(cache, { recursive: true })

const vitest = join(workspaceRoot, 'node_modules/vitest/vitest.mjs')
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
const { status } = spawnSync(process.execPath, [vitest, 'run', ...reporters, ...process.argv.slice(2)], {
  cwd: workspaceRoot,
  stdio: ['ignore', 'inherit', 'inherit'],
})
const exitCode = status ?? 1

// A browser is found without its variable, too.
const isThere = (variable: string) => Boolean(process.env[variable]) || (variable === browserVariable && findChromium())
const missing = testServices.filter(({ variable }) => !isThere(variable))
if (missing.length > 0) {
  console.log('\n!! Not tested here, for want of a service (`.ci/run` brings all of them up):')
  for (const { name, variable } of missing) console.log(`!!   ${name.padEnd(16)} ${variable} is not set`)
}
const absent = testRecordings.filter(({ folder }) => !existsSync(join(workspaceRoot, folder)))
if (absent.length > 0) {
  console.log('\n!! Not tested here, for want of recordings, which are not a part of this repository:')
  for (const { name, folder } of absent) console.log(`!!   ${name.padEnd(16)} ${folder} is not there`)
}
console.log(`\n${formatTally(tallyReport(readReport(), exitCode))}`)
process.exitCode = exitCode

function readReport(): VitestReport | undefined {
  try {
    // Vitest's own reporter wrote it a moment ago.
    return JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport
  } catch {
    return undefined
  } finally {
    rmSync(reportFile, { force: true })
  }
}
