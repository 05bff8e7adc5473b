// Packs each package that is published and checks the tarball: publint, are-the-types-wrong, and what it holds.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { build } from 'esbuild'
import { pnpm } from './gates.ts'
import { isCode, type Package, readBuiltEntries, readPackages, workspaceRoot } from './packages.ts'
import { runCommand } from './run-command.ts'

const published = readPackages().filter((item) => !item.private)
readBuiltEntries(published)
const folder = mkdtempSync(join(tmpdir(), 'socius-packages-'))
try {
  for (const item of published) {
    const problems = await problemsOf(item)
    console.log(problems.length === 0 ? `${item.name}: clean` : `${item.name}:\n${problems.join('\n')}`)
    if (problems.length > 0) process.exitCode = 1
  }
} finally {
  rmSync(folder, { recursive: true })
}

async function problemsOf(item: Package): Promise<string[]> {
  const tarball = join(folder, `${item.name.replaceAll(/[@/]/g, '-')}.tgz`)
  const packed = await runCommand(`${pnpm} --dir ${item.folder} pack --out ${tarball}`)
  if (packed.exitCode !== 0) return [packed.log]
  const loads = await Promise.all(item.entries.map(loadOf))
  const checks = await Promise.all([
    runCommand(`${pnpm} exec publint run ${tarball} --strict`),
    runCommand(`attw ${tarball} --profile esm-only`),
  ])
  return [
    ...checks.filter((check) => check.exitCode !== 0).map((check) => check.log),
    ...(await misplacedFiles(item, tarball, loads)),
    ...(await differentExports(item, tarball)),
    ...scattered(loads),
    ...unlimitedEntries(item),
  ]
}

/** Files that an export promises and the tarball lacks, and what an earlier build has left behind in it. */
async function misplacedFiles(item: Package, tarball: string, loads: readonly Load[]): Promise<string[]> {
  const { log } = await runCommand(`tar -tzf ${tarball}`)
  const held = log.split('\n').map((line) => line.replace(/^package\//, ''))
  const promised = item.entries.flatMap((entry) =>
    [entry.script, entry.types].map((file) => relative(item.folder, file)),
  )
  const loaded = loads.flatMap(({ first, later }) => [...first, ...later]).map((file) => relative(item.folder, file))
  return [
    ...[...promised, ...loaded]
      .filter((file) => !held.includes(file))
      .map((file) => `${file} is missing from the tarball`),
    ...held
      .filter((file) => file.endsWith('.js') && !promised.includes(file) && !loaded.includes(file))
      .map((file) => `${file} belongs to no export (left by an earlier build?)`),
    ...['LICENSE', 'package.json'].filter((file) => !held.includes(file)).map((file) => `${file} is missing`),
  ]
}

/** `publishConfig` repeats the exports without their sources: subpaths that only one of the two has. */
async function differentExports(item: Package, tarball: string): Promise<string[]> {
  const { log } = await runCommand(`tar -xzOf ${tarball} package/package.json`)
  // What pnpm has just packed.
  const { exports } = JSON.parse(log) as { exports: Record<string, string | Record<string, string>> }
  const describe = (subpath: string, types?: string, script?: string) => `${subpath}: ${types}, ${script}`
  const packed = Object.entries(exports).flatMap(([subpath, target]) =>
    isCode(target) ? [describe(item.name + subpath.slice(1), target['types'], target['default'])] : [],
  )
  const here = item.entries.map(({ specifier, types, script }) =>
    describe(specifier, `./${relative(item.folder, types)}`, `./${relative(item.folder, script)}`),
  )
  return [
    ...here.filter((entry) => !packed.includes(entry)).map((entry) => `publishConfig.exports lacks ${entry}`),
    ...packed.filter((entry) => !here.includes(entry)).map((entry) => `only publishConfig.exports has ${entry}`),
    ...(log.includes('"source"') ? ['the packed exports still name sources'] : []),
  ]
}

/** The files of this package that an entry loads. */
interface Load {
  readonly specifier: string
  readonly first: readonly string[]
  /** What it imports only when it is needed. */
  readonly later: readonly string[]
}

async function loadOf({ script, specifier }: Package['entries'][number]): Promise<Load> {
  const { metafile } = await build({
    entryPoints: [script],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    write: false,
    metafile: true,
    logLevel: 'error',
    absWorkingDir: workspaceRoot,
  })
  const first = new Set<string>()
  const visit = (file: string) => {
    if (first.has(file)) return
    first.add(file)
    for (const { path, kind, external } of metafile.inputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && !external) visit(path)
    }
  }
  visit(relative(workspaceRoot, script))
  const all = Object.keys(metafile.inputs)
  const absolute = (files: Iterable<string>) => [...files].map((file) => join(workspaceRoot, file))
  return { specifier, first: absolute(first), later: absolute(all.filter((file) => !first.has(file))) }
}

/**
 * Entries that load many files: one file imports several times faster. What is needed later shares one with its entry, and
 * entries that are loaded together share another.
 */
function scattered(loads: readonly Load[]): string[] {
  return loads.flatMap((load) => {
    const { specifier, first, later } = load
    const isShared = (file: string) => loads.some((other) => other !== load && other.first.includes(file))
    const allowed = 1 + Math.min(later.length, 1) + Math.min(first.filter(isShared).length, 1)
    return first.length <= allowed ? [] : [`${specifier} loads ${first.length} files: ${first.join(', ')}`]
  })
}

/** Entries that `size-limit` does not hold to a budget. */
function unlimitedEntries(item: Package): string[] {
  // Written by hand; `size-limit` itself has rejected a malformed one.
  const budgets = JSON.parse(readFileSync(join(workspaceRoot, '.size-limit.json'), 'utf8')) as { name: string }[]
  return item.entries
    .filter((entry) => !budgets.some(({ name }) => name === entry.specifier))
    .map(({ specifier }) => `${specifier} has no budget in .size-limit.json`)
}
