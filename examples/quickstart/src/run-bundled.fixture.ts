import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'

export interface ScriptRun {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Scripts that were made into one file each, so that they run on plain Node from the packages' sources as they are now. */
export interface BundledScript {
  run(...given: string[]): Promise<ScriptRun>
  /** Where it runs: an empty folder of its own. */
  readonly folder: string
  remove(): void
}

/** @param code as it would stand in a file beside this one. */
export async function bundleScript(code: string): Promise<BundledScript> {
  const folder = mkdtempSync(join(tmpdir(), 'socius-quickstart-'))
  const outfile = join(folder, 'script.mjs')
  await build({
    stdin: { contents: code, resolveDir: import.meta.dirname, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    conditions: ['source'],
    // Drivers of databases that are not asked for here.
    external: ['pg', 'mysql2'],
    // What some dependencies still load in the old way.
    banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
    logLevel: 'silent',
  })
  return {
    folder,
    run: (...given) => runNode(folder, [outfile, ...given]),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function runNode(cwd: string, given: readonly string[]): Promise<ScriptRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--no-warnings', ...given], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.once('error', reject)
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }))
  })
}
