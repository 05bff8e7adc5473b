import { kyselyStore } from '@socius/storage-adapters/kysely'
import { memoryStore } from '@socius/storage-adapters/memory'
import { type Actor, createSocius, type Modules, type Socius, type SociusOptions } from '../src/index.js'
import type { StoreAdapter } from '../src/store.js'
import { createManualClock, type ManualClock } from './manual-clock.js'
import { createSeededRandom } from './seeded-random.js'

/** The stores that need nothing installed: what touches SQL semantics is proved on each. */
export const testStores: readonly (readonly [name: string, open: () => StoreAdapter])[] = [
  ['memory', () => memoryStore()],
  ['sqlite', () => kyselyStore({ dialect: 'sqlite', database: ':memory:' })],
]

export interface TestSocial<M extends Modules> {
  readonly social: Socius<M>
  readonly clock: ManualClock
  readonly store: StoreAdapter
}

/** A social system in which nothing is left to chance: its clock stands, its ids repeat, its reactions wait to be called. */
export async function createTestSocial<const M extends Modules = Record<never, never>>(
  options: Partial<SociusOptions<M>> = {},
): Promise<TestSocial<M>> {
  const clock = createManualClock()
  const store = options.store ?? memoryStore()
  const random = createSeededRandom()
  const social = await createSocius<M>({ clock, random, dispatch: 'manual', ...options, store })
  return { social, clock, store }
}

/** Somebody without any role. */
export function actorOf(id: string, tenant = 'default'): Actor {
  return { id, tenant, roles: [] }
}
