import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitInProportion } from './split-in-proportion.js'

describe('a whole that is split in proportion', () => {
  it('is the sum of its parts, each within one of its exact share', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 7e15 }), { minLength: 1, maxLength: 7 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2e12 }), weights, (whole, parts) => {
        const split = splitInProportion(whole, parts)
        const sum = parts.reduce((total, part) => total + part, 0)
        expect(split.reduce((total, part) => total + part, 0)).toBe(whole)
        for (const [place, part] of split.entries()) {
          expect(Math.abs(part - whole * ((parts[place] ?? 0) / sum))).toBeLessThanOrEqual(1.001)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
