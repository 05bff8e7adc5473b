import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { workspaceRoot } from './packages.ts'
import { testServices } from './test-services.ts'

/** One check that every change has to pass. */
export interface Gate {
  name: string
  /** A shell command; it fails by its exit code. */
  command: string
  env?: Record<string, undefined>
}

// The root manifest pins the package manager. Called like this it is on the path of what it runs, too.
const { packageManager } = JSON.parse(readFileSync(join(workspaceRoot, 'package.json'), 'utf8')) as {
  packageManager: string
}
export const pnpm = `npx -y ${packageManager}`

const withoutServices = Object.fromEntries(testServices.map(({ variable }) => [variable, undefined]))

// Long, and about faults and histories, or what a browser does: they say the same on every Node.
const sameEverywhere = ['*soak*', '*-faults*', '*-crash*', 'clock-jumps*', 'merge-inverse*', '*.browser']

function testsOnNode(version: string): Gate {
  const left = sameEverywhere.map((name) => `--exclude '**/${name}.test.ts'`).join(' ')
  return {
    name: `tests on Node ${version}`,
    command: `npx -y -p node@${version} -- sh -c "node --version && node node_modules/vitest/vitest.mjs run ${left}"`,
    env: withoutServices,
  }
}

/** In the order in which they run: the build comes before all that reads it. */
export const gates: readonly Gate[] = [
  { name: 'lint', command: 'oxlint --deny-warnings' },
  { name: 'format', command: 'biome check' },
  { name: 'dependency direction', command: 'node scripts/check-dependency-direction.ts' },
  { name: 'types', command: 'tsc -p tsconfig.json' },
  { name: 'build', command: `${pnpm} run build` },
  { name: 'unused code', command: 'knip && knip --production --strict --dependencies' },
  { name: 'declarations', command: 'node scripts/check-declarations.ts' },
  { name: 'documents', command: 'node scripts/check-documents.ts' },
  { name: 'type cost', command: 'node scripts/check-type-cost.ts' },
  { name: 'exports', command: 'node scripts/check-exports.ts' },
  { name: 'browser bundle', command: 'node scripts/check-browser-bundle.ts' },
  { name: 'packages', command: 'node scripts/check-packages.ts' },
  { name: 'size', command: 'size-limit && node bench/src/bundle-size.ts' },
  { name: 'demo', command: `${pnpm} run demo` },
  { name: 'docs', command: `${pnpm} run docs:build` },
  { name: 'changesets', command: 'node scripts/check-changesets.ts' },
  testsOnNode('22.23.3'),
  testsOnNode('26.10.0'),
]
