import { SociusError } from '../kernel/index.js'
import type { Module } from '../operation/index.js'
import { outbox, position } from '../outbox/index.js'
import type { CollectionShape, StoreAdapter } from '../store/index.js'

/** Everything that is stored. */
export function shapesOf(modules: readonly Module[]): readonly CollectionShape[] {
  const own = modules.flatMap((module) => module.collections.map((collection) => collection.shape))
  return [outbox.shape, position.shape, ...own]
}

/**
 * Makes or checks the tables, as the host wants it.
 * @throws `schema_drift`
 */
export async function prepareSchema(
  store: StoreAdapter,
  shapes: readonly CollectionShape[],
  mode: 'create' | 'check' | 'skip',
): Promise<void> {
  if (mode === 'create') await store.prepare(shapes)
  if (mode !== 'check') return
  const drift = (await store.drift?.(shapes)) ?? []
  if (drift.length === 0) return
  throw new SociusError('schema_drift', `The database differs from what is needed in ${drift.length} places.`, {
    details: { drift: drift.slice(0, 50) },
  })
}
