/**
 * Whole parts that add up to the whole, as near to the proportions of the weights as whole numbers can be (largest
 * remainders).
 * @param weights Not negative, and not all zero unless the whole is.
 */
export function splitInProportion(whole: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  if (sum === 0) return weights.map(() => 0)
  const exact = weights.map((weight) => whole * (weight / sum))
  const parts = exact.map(Math.floor)
  const byRemainder = exact
    .map((value, place) => ({ place, remainder: value - Math.floor(value) }))
    .sort((one, other) => other.remainder - one.remainder)
  // Rounding down leaves less than one for each; rounding in the products may leave the last a little more or less.
  let left = whole - parts.reduce((total, part) => total + part, 0)
  for (let turn = 0; left !== 0; turn = (turn + 1) % parts.length) {
    const { place } = byRemainder[turn] ?? { place: 0 }
    parts[place] = (parts[place] ?? 0) + Math.sign(left)
    left -= Math.sign(left)
  }
  return parts
}
