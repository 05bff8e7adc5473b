import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '../page')

export interface BuildOptions {
  /** Where it goes. */
  readonly folder: string
  /** Names in `exports` that are taken before others. @default those of a published package */
  readonly conditions?: readonly string[]
}

/** Builds the page: what a browser loads. */
export async function buildPage({ folder, conditions = [] }: BuildOptions): Promise<void> {
  const { NODE_ENV: before } = process.env
  // The bundler builds for what it finds there, and a test runner leaves its own word.
  process.env['NODE_ENV'] = 'production'
  try {
    await build({
      root,
      configFile: false,
      logLevel: 'error',
      resolve: { conditions: [...conditions, 'module', 'browser', 'production'] },
      build: { outDir: folder, emptyOutDir: true, chunkSizeWarningLimit: 1000 },
    })
  } finally {
    if (before === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = before
  }
}
