import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'

export interface ScriptRun {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A script in one file, so that it runs on plain Node from the packages' sources as they are now. */
export interface BundledScript {
  run(...given: string[]): Promise<ScriptRun>
  /** Where it runs: a folder of its own. */
  readonly folder: string
  remove(): void
}

/** @param code as it would stand in a file beside this one. */
export async function bundleScript(code: string): Promise<BundledScript> {
  const folder = mkdtempSync(join(tmpdir(), 'socius-quickstart-'))
  const file = await bundle(code, folder)
  return {
    folder,
    run: (...given) => runNode(folder, [file, ...given]),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Tests in one file, for the runner that is running already. */
export async function bundleSuite(code: string): Promise<{ file: string; remove(): void }> {
  // Below the workspace, so that the runner is found.
  const cache = join(import.meta.dirname, '../node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'suite-'))
  return { file: await bundle(code, folder), remove: () => rmSync(folder, { recursive: true, force: true }) }
}

async function bundle(code: string, folder: string): Promise<string> {
  const outfile = join(folder, 'script.mjs')
  await build({
    stdin: { contents: code, resolveDir: import.meta.dirname, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    conditions: ['source'],
    // The runner, and drivers of databases that are not asked for here.
    external: ['vitest', 'pg', 'mysql2'],
    // What some dependencies still load in the old way.
    banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
    logLevel: 'silent',
  })
  return outfile
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
