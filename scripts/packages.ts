import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

export const workspaceRoot = resolve(import.meta.dirname, '..')

interface Manifest {
  name: string
  private?: boolean
  exports?: Record<string, string | Record<string, string>>
}

/** One subpath of a package's `exports`; paths are absolute. */
export interface Entry {
  /** What a host imports, such as `@socius/core/store`. */
  specifier: string
  /** A name that is safe in a file name, such as `core.store`. */
  label: string
  source: string
  types: string
  script: string
}

export interface Package {
  name: string
  folder: string
  private: boolean
  entries: Entry[]
}

/** The packages under `packages/`. A manifest without code, as long as nothing is built yet, has no entries. */
export function readPackages(root: string = workspaceRoot): Package[] {
  return globSync('packages/*/package.json', { cwd: root })
    .sort()
    .map((file) => {
      const folder = join(root, dirname(file))
      // The workspace's own manifests; the package manager has already rejected malformed ones.
      const manifest = JSON.parse(readFileSync(join(root, file), 'utf8')) as Manifest
      const entries = Object.entries(manifest.exports ?? {}).flatMap(([subpath, target]): Entry[] => {
        if (!isCode(target)) return []
        const { source, types, default: script } = target
        if (!source || !types || !script) {
          throw new Error(`${manifest.name}: exports["${subpath}"] must name source, types and default`)
        }
        const specifier = subpath === '.' ? manifest.name : `${manifest.name}${subpath.slice(1)}`
        return [
          {
            specifier,
            label: `${manifest.name.replace('@socius/', '')}.${subpath === '.' ? 'index' : subpath.slice(2).replaceAll('/', '.')}`,
            source: join(folder, source),
            types: join(folder, types),
            script: join(folder, script),
          },
        ]
      })
      return { name: manifest.name, folder, private: manifest.private === true, entries }
    })
}

/** Whether a subpath gives a module: a manifest and a stylesheet are files that are read. */
export function isCode(target: string | Record<string, string>): target is Record<string, string> {
  return typeof target !== 'string' && !target['default']?.endsWith('.css')
}

/** Every entry of every package, after a check that the build has produced it. */
export function readBuiltEntries(packages: readonly Package[] = readPackages()): Entry[] {
  const entries = packages.flatMap((item) => item.entries)
  const missing = entries.flatMap((entry) => [entry.types, entry.script]).filter((file) => !existsSync(file))
  if (missing.length > 0) throw new Error(`Not built (run \`pnpm build\` first):\n  ${missing.join('\n  ')}`)
  return entries
}
