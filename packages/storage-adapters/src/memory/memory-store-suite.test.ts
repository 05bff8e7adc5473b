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
