// Type-checks the built declarations as a strict host does, without `skipLibCheck`, in both module resolutions.
import { withConsumerProject } from './consumer-project.ts'
import { readBuiltEntries } from './packages.ts'
import { runCommand } from './run-command.ts'

const entries = readBuiltEntries()
const settings = {
  target: 'es2023',
  lib: ['es2023', 'dom', 'dom.iterable'],
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  skipLibCheck: false,
  noEmit: true,
}
const resolutions = { nodenext: { module: 'nodenext' }, bundler: { module: 'esnext', moduleResolution: 'bundler' } }
const files = {
  'main.ts': entries.map(({ specifier }, index) => `export * as entry${index} from '${specifier}'`).join('\n'),
  ...Object.fromEntries(
    Object.entries(resolutions).map(([name, resolution]) => [
      `tsconfig.${name}.json`,
      { compilerOptions: { ...settings, ...resolution }, files: ['main.ts'] },
    ]),
  ),
}

await withConsumerProject(files, async (folder) => {
  for (const name of Object.keys(resolutions)) {
    const { exitCode, log } = await runCommand(`tsc --pretty false -p ${folder}/tsconfig.${name}.json`)
    const errors = log.split('\n').filter((line) => line.includes('): error ') || line.startsWith('error '))
    // What other packages' declarations do under these settings is not ours to mend.
    const ours = errors.filter((line) => !/^[^(]*node_modules\/(?!\.cache)/.test(line))
    if (exitCode !== 0 && errors.length === 0) throw new Error(`tsc failed without a diagnostic:\n${log}`)
    for (const error of ours) console.error(`${name}: ${error}`)
    if (ours.length > 0) process.exitCode = 1
    else
      console.log(`${name}: ${entries.length} entries type-check (${errors.length} errors in other packages left out)`)
  }
})
