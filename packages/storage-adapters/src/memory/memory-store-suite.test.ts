import type { StoreAdapter } from '@socius/core/store'
import { concurrencySuite, storeSuite } from '@socius/testkit/store'
import { memoryStore } from './memory-store.js'

storeSuite('memory', async () => {
  const adapter = memoryStore()
  return { adapter, close: () => adapter.close() }
})

concurrencySuite('memory', async (count) => {
  const adapter = memoryStore()
  return { adapters: Array.from({ length: count }, () => adapter), close: () => adapter.close() }
})

/** What core does by itself for an adapter that leaves out what it may. */
function withoutOptional(adapter: StoreAdapter): StoreAdapter {
  const plain: StoreAdapter = {
    ...adapter,
    transaction: (work) => adapter.transaction((inner) => work(withoutOptional(inner))),
  }
  delete plain.accumulate
  return plain
}

storeSuite('memory without the members that may be left out', async () => {
  const adapter = withoutOptional(memoryStore())
  return { adapter, close: () => adapter.close() }
})

concurrencySuite('memory without the members that may be left out', async (count) => {
  const adapter = withoutOptional(memoryStore())
  return { adapters: Array.from({ length: count }, () => adapter), close: () => adapter.close() }
})
