import type { ReadStore } from '../operation/index.js'
import { maxRows } from '../store/index.js'
import { merge } from './merge.js'

/**
 * Everybody with whom a person is or was one, the person first: where what was theirs may be by now, or may have been when
 * it was written down.
 */
export async function relatedPeople(store: ReadStore, personId: string): Promise<readonly string[]> {
  const known = new Set([personId])
  for (let fresh: readonly string[] = [personId]; fresh.length > 0; ) {
    const { items } = await store.query(merge, {
      branches: [{ fromId: { in: fresh } }, { intoId: { in: fresh } }],
      limit: maxRows,
    })
    fresh = [...new Set(items.flatMap(({ fromId, intoId }) => [fromId, intoId]))].filter((id) => !known.has(id))
    for (const id of fresh) known.add(id)
  }
  return [...known]
}
