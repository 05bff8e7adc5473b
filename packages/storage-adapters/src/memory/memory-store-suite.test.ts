import { storeSuite } from '@socius/testkit/store'
import { memoryStore } from './memory-store.js'

storeSuite('memory', async () => {
  const adapter = memoryStore()
  return { adapter, close: () => adapter.close() }
})
