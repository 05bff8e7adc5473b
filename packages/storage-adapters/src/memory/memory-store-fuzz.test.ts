import { storeFuzz } from '@socius/testkit/store'
import { expect, test } from 'vitest'
import { memoryStore } from './memory-store.js'

test('the fuzz finds no difference between two memory stores', { timeout: 600_000 }, async () => {
  const { steps } = await storeFuzz({ oracle: memoryStore(), subject: memoryStore() })
  expect(steps).toBeGreaterThan(0)
})
