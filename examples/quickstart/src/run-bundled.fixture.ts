import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

export interface ScriptRun {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunningScript {
  /** Waits for words on the standard output, and gives them. */
  said(words: RegExp): Promise<string>
  /** As Ctrl-C does it. */
  stop(): Promise<ScriptRun>
}

/** A script in one file, so that it runs on plain Node from the packages' sources as they are now. */
export interface BundledScript {
  run(...given: string[]): Promise<ScriptRun>
  /** Runs until it is stopped. */
  start(...given: string[]): RunningScript
  /** Where it runs: a folder of its own. */
  readonly folder: string
  remove(): void
}

/** @param code as it would stand in a file beside this one. */
export async function bundleScript(code: string): Promise<BundledScript> {
  const folder = cacheFolder('quickstart-')
  const file = await bundle(code, folder)
  return {
    folder,
    run: (...given) => startNode(folder, [file, ...given]).ended,
    start(...given) {
      const { child, ended } = startNode(folder, [file, ...given])
      return {
        said: (words) => said(child, words),
        stop() {
          child.kill('SIGINT')
          return ended
        },
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Tests in one file, for the runner that is running already. */
export async function bundleSuite(code: string): Promise<{ file: string; remove(): void }> {
  const folder = cacheFolder('suite-')
  return { file: await bundle(code, folder), remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Below the workspace, so that the runner and the files of a page are found. */
function cacheFolder(prefix: string): string {
  const cache = join(import.meta.dirname, '../node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  return mkdtempSync(join(cache, prefix))
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
    external: ['vitest', 'pg', 'mysql2', 'swagger-ui-dist'],
    // What some dependencies still load in the old way.
    banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
    logLevel: 'silent',
  })
  return outfile
}

function startNode(cwd: string, given: readonly string[]): { child: ChildProcess; ended: Promise<ScriptRun> } {
  const child = spawn(process.execPath, ['--no-warnings', ...given], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = new Promise<ScriptRun>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }))
  })
  return { child, ended }
}

function said({ stdout }: ChildProcess, words: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    stdout?.on('data', (piece: string) => {
      text += piece
      const [found] = words.exec(text) ?? []
      if (found !== undefined) resolve(found)
    })
    stdout?.once('close', () => reject(new Error(`It ended without ${String(words)}.`)))
  })
}
