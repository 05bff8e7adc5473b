import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import { readPackages, workspaceRoot } from './packages.ts'
import { writeFiles } from './write-files.ts'

/**
 * Makes a folder in which the packages are installed as a host has them: only `exports` and built declarations are
 * seen, never sources. It is removed when `use` has ended.
 */
export async function withConsumerProject<Result>(
  files: Readonly<Record<string, string | object>>,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  const cache = join(workspaceRoot, 'node_modules/.cache/socius')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'consumer-'))
  try {
    writeFiles(folder, { 'package.json': { type: 'module' }, ...files })
    const scope = join(folder, 'node_modules/@socius')
    mkdirSync(scope, { recursive: true })
    for (const item of readPackages()) symlinkSync(item.folder, join(scope, basename(item.folder)), 'dir')
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
