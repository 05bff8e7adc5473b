import { existsSync } from 'node:fs'
import { posix } from 'node:path'
import { findCycles } from './find-cycles.ts'
import { readPackages } from './packages.ts'
import { readImports } from './read-imports.ts'

/**
 * The folders of `packages/core/src`, from the innermost outwards. A folder may import those of earlier rows only, so
 * folders of one row do not know each other.
 */
const layers: readonly (readonly string[])[] = [
  ['kernel'],
  ['store', 'provider'],
  ['outbox'],
  ['operation'],
  ['person'],
  ['graph'],
  ['people'],
  ['accounts'],
  ['activities'],
  ['sync'],
  [
    'analytics',
    'circles',
    'discussions',
    'enrich',
    'feed',
    'gatherings',
    'leads',
    'mentorship',
    'moderation',
    'notifications',
    'privacy',
    'recognition',
  ],
  ['realtime'],
  ['http'],
  ['socius'],
  ['client'],
]

const coreDependencies = ['zod', 'eventemitter3', 'uuid', '@noble/hashes', 'croner', 'sanitize-html']

/** Which packages of this workspace a package's source may import, each by its public entries only. */
const workspaceImports: Readonly<Record<string, readonly string[]>> = {
  '@socius/core': [],
  '@socius/providers': ['@socius/core'],
  '@socius/storage-adapters': ['@socius/core'],
  '@socius/react-widgets': ['@socius/core'],
  '@socius/testkit': ['@socius/core'],
}

/**
 * Everything in the packages' sources, tests aside, that points against the direction of the design.
 *
 * @returns one sentence per breach, sorted; empty when the direction holds
 */
export function findDirectionBreaches(root: string): string[] {
  const packages = readPackages(root)
  const publicEntries = new Set(packages.flatMap((item) => item.entries.map((entry) => entry.specifier)))
  const imports = readImports(root, ['packages/*/src/**/*.{ts,tsx}'])
  const files = [...imports.keys()].filter((file) => !/\.(test|test-d)\.tsx?$/.test(file))
  const breaches: string[] = []
  const graph = new Map<string, string[]>()

  for (const file of files) {
    const [, packageFolder = '', inside = ''] = /^packages\/([^/]+)\/src\/(.+)$/.exec(file) ?? []
    const owner = packages.find((item) => item.folder.endsWith(`/${packageFolder}`))?.name ?? packageFolder
    const targets: string[] = []
    for (const specifier of imports.get(file) ?? []) {
      if (!specifier.startsWith('.')) {
        const breach = breachOfPackageImport(owner, specifier, publicEntries)
        if (breach) breaches.push(`${file}: ${breach}`)
        continue
      }
      const target = resolveRelative(root, file, specifier)
      if (!target) breaches.push(`${file}: ${specifier} names no source file`)
      else if (!target.startsWith(`packages/${packageFolder}/src/`)) {
        breaches.push(`${file}: ${specifier} leaves the package`)
      } else {
        targets.push(target)
        const breach =
          owner === '@socius/core' && breachOfLayers(inside, target.slice(`packages/${packageFolder}/src/`.length))
        if (breach) breaches.push(`${file}: ${breach}`)
      }
    }
    graph.set(file, targets)
  }
  for (const cycle of findCycles(graph)) breaches.push(`cycle: ${[...cycle, cycle[0]].join(' -> ')}`)
  return [...new Set(breaches)].sort()
}

function breachOfPackageImport(owner: string, specifier: string, publicEntries: Set<string>): string | undefined {
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
  if (name.startsWith('@socius/')) {
    const allowed = workspaceImports[owner]
    if (!allowed) return `${owner} is not in the table of scripts/dependency-direction.ts`
    if (!allowed.includes(name)) return `${owner} must not import ${name}`
    return publicEntries.has(specifier) ? undefined : `${specifier} is not a public entry of ${name}`
  }
  if (owner === '@socius/core' && !coreDependencies.includes(name)) return `core must not import ${specifier}`
  return undefined
}

function breachOfLayers(from: string, to: string): string | undefined {
  const source = folderOf(from)
  const target = folderOf(to)
  if (source === target) return undefined
  if (target === undefined) return `${source} must not import the entry ${to}`
  for (const folder of [source, target]) {
    if (folder !== undefined && layerOf(folder) < 0)
      return `${folder} is not in the order of scripts/dependency-direction.ts`
  }
  // An entry picks single files, so that what it leaves out is not loaded.
  if (source === undefined) return undefined
  if (layerOf(target) >= layerOf(source)) return `${source} must not import ${target}`
  // A part with an index of its own is left out of the folder's: only who imports it loads it.
  const isEntered = to === `${target}/index.ts` || /^[^/]+\/[^/]+\/index\.ts$/.test(to)
  return isEntered ? undefined : `${to} is imported past ${target}/index.js`
}

/** The first folder below `src`; `undefined` for a file in `src` itself, which is a package entry. */
function folderOf(path: string): string | undefined {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : undefined
}

function layerOf(folder: string): number {
  return layers.findIndex((layer) => layer.includes(folder))
}

function resolveRelative(root: string, file: string, specifier: string): string | undefined {
  const path = posix.join(posix.dirname(file), specifier)
  const candidates = path.endsWith('.js') ? [path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx')] : [path]
  return candidates.find((candidate) => existsSync(posix.join(root, candidate)))
}
