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
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: [...conditions, 'module', 'browser', 'production'] },
    build: { outDir: folder, emptyOutDir: true, chunkSizeWarningLimit: 1000 },
  })
}
