import { loadOnce } from '../kernel/index.js'
import type { PersonReference } from '../operation/index.js'

/**
 * What merges people, and how the rows of all modules follow them: loaded by the first merge. The rest of this folder says
 * what can be asked and what is stored, which every process knows.
 */
export function mergingLoader(references: readonly PersonReference[]) {
  return loadOnce(async () => {
    const [{ createMerging }, ...moving] = await Promise.all([
      import('./merging/index.js'),
      ...references.map(async ({ steps, ...declared }) => ({ ...declared, ...(await steps()) })),
    ])
    return createMerging(moving)
  })
}

export type LoadMerging = ReturnType<typeof mergingLoader>
