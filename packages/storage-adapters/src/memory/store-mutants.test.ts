import { findFault, storeMutants } from '@socius/testkit/store'
import { describe, expect, test } from 'vitest'
import { memoryStore } from './memory-store.js'

describe('every known fault is found', () => {
  for (const { name, rule, seenBy, wrap } of storeMutants) {
    test(`${rule} ${name}, by ${seenBy.join(' and ')}`, { timeout: 120_000 }, async () => {
      const found = await findFault({
        async open() {
          const adapter = wrap(memoryStore())
          return { adapter, close: () => adapter.close() }
        },
        oracle: () => memoryStore(),
        detectors: [...seenBy, 'suite'],
      })
      const rules = (failed: readonly { rule: number }[]) => failed.map((failure) => failure.rule)
      if (seenBy.includes('suite')) expect(rules(found.suite)).toContain(rule)
      else expect(found.suite, 'calls that come one after the other do not show it').toEqual([])
      if (seenBy.includes('concurrency')) expect(rules(found.concurrency)).toContain(rule)
      if (seenBy.includes('fuzz')) expect(found.fuzz).not.toBeNull()
    })
  }
})
