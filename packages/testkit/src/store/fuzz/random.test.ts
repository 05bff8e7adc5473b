import { expect, test } from 'vitest'
import { createRandom } from './random.js'

test('the same seed gives the same choices, another seed others', () => {
  const choices = (seed: number) => {
    const random = createRandom(seed)
    return random.several(20, 20, () => random.integer(1000))
  }
  expect(choices(7)).toEqual(choices(7))
  expect(choices(7)).not.toEqual(choices(8))
  // Fixed for ever: a seed in a report has to mean the same steps on another machine.
  expect(choices(1).slice(0, 4)).toMatchInlineSnapshot(`
    [
      2,
      527,
      981,
      968,
    ]
  `)
})

test('choices are spread evenly and stay in their bounds', () => {
  const random = createRandom(1)
  const counts = Array.from({ length: 10 }, () => 0)
  for (let i = 0; i < 10_000; i++) {
    const chosen = random.integer(10)
    counts[chosen] = (counts[chosen] ?? 0) + 1
  }
  expect(counts).toHaveLength(10)
  expect(Math.min(...counts)).toBeGreaterThan(850)
  expect(Math.max(...counts)).toBeLessThan(1150)
  for (let i = 0; i < 100; i++) {
    const length = random.several(1, 3, () => 0).length
    expect(length >= 1 && length <= 3).toBe(true)
  }
  expect(() => random.pick([])).toThrow(RangeError)
})
