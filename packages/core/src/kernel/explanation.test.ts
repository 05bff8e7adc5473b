import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explain } from './explanation.js'

const part = fc.record({
  reason: fc.string(),
  contribution: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
  evidence: fc.array(fc.record({ collection: fc.string(), id: fc.string() }), { maxLength: 3 }),
})

describe('explain', () => {
  it('has a result that its parts add up to', () => {
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const { result, parts: kept } = explain(parts)
        expect(result).toBe(kept.reduce((sum, { contribution }) => sum + contribution, 0))
        expect(kept).toEqual(parts)
      }),
    )
  })

  it('comes to nothing without parts', () => {
    expect(explain([])).toEqual({ result: 0, parts: [] })
  })
})
