import type { SeededRandom } from '../seeded-random.js'

/** Draws indexes by weight in constant time (the alias method of Walker, as built by Vose). */
export function createAliasTable(weights: Float64Array): (random: SeededRandom) => number {
  const { length } = weights
  const keep = new Float64Array(length)
  const alias = new Uint32Array(length)
  const small = new Uint32Array(length)
  const large = new Uint32Array(length)
  let smalls = 0
  let larges = 0
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  weights.forEach((weight, index) => {
    keep[index] = (weight * length) / total
    if (keep[index] < 1) small[smalls++] = index
    else large[larges++] = index
  })
  while (smalls > 0 && larges > 0) {
    const less = small[--smalls] ?? 0
    const more = large[larges - 1] ?? 0
    alias[less] = more
    const rest = (keep[more] ?? 0) + (keep[less] ?? 0) - 1
    keep[more] = rest
    if (rest >= 1) continue
    larges -= 1
    small[smalls++] = more
  }
  // What is left stands at 1, but for rounding.
  while (larges > 0) keep[large[--larges] ?? 0] = 1
  while (smalls > 0) keep[small[--smalls] ?? 0] = 1
  return (random) => {
    const column = random.below(length)
    return random.fraction() < (keep[column] ?? 1) ? column : (alias[column] ?? column)
  }
}
