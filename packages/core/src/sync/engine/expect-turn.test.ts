import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectTurn, type QueueFacts } from './expect-turn.js'

const calm: QueueFacts = {
  now: 1000,
  dueAt: 500,
  before: 0,
  meanRun: 100,
  meanCalls: 2,
  concurrency: 4,
  closedUntil: 0,
  limit: null,
}

describe('when a turn is to be expected', () => {
  it('is now for the first, later the more are before it, earlier the more are read at a time', () => {
    expect(expectTurn(calm)).toBe(1000)
    expect(expectTurn({ ...calm, before: 40 })).toBe(2000)
    expect(expectTurn({ ...calm, before: 40, concurrency: 8 })).toBe(1500)
    expect(expectTurn({ ...calm, dueAt: 9000 })).toBe(9000)
  })

  it('waits for a source that is closed, and for as many resets as the calls before it need', () => {
    expect(expectTurn({ ...calm, closedUntil: 5000, before: 4 })).toBe(5100)
    const limit = { calls: 10, remaining: 4, resetAt: 10_000, period: 60_000 }
    expect(expectTurn({ ...calm, limit, before: 1 })).toBe(1000)
    expect(expectTurn({ ...calm, limit, before: 2 })).toBe(10_000)
    expect(expectTurn({ ...calm, limit, before: 8 })).toBe(70_000)
  })

  it('is never before now, nor earlier for those further behind', () => {
    const limit = fc.record({
      calls: fc.nat(1000),
      remaining: fc.nat(1000),
      resetAt: fc.integer({ min: 1000, max: 100_000 }),
      period: fc.nat(900_000),
    })
    const facts = fc.record({
      now: fc.constant(1000),
      dueAt: fc.nat(50_000),
      before: fc.nat(10_000),
      meanRun: fc.option(fc.nat(60_000), { nil: null }),
      meanCalls: fc.integer({ min: 1, max: 50 }),
      concurrency: fc.integer({ min: 1, max: 64 }),
      closedUntil: fc.nat(100_000),
      limit: fc.option(limit, { nil: null }),
    })
    fc.assert(
      fc.property(facts, fc.nat(1000), (given, more) => {
        const turn = expectTurn(given)
        expect(turn).toBeGreaterThanOrEqual(given.now)
        expect(expectTurn({ ...given, before: given.before + more })).toBeGreaterThanOrEqual(turn)
      }),
    )
  })
})
