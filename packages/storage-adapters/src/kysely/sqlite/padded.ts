/** Longer lists are bound as one JSON text: a statement takes 32,766 values. */
export const maxBound = 1000

const lengths = [1, 2, 3, 5, 10, 20, 50, 100, 200, 500, maxBound]

/** The list with its last value repeated up to the next of a few lengths: few lengths make few statements to prepare. */
export function padded<Value>(values: readonly Value[]): readonly Value[] {
  const last = values.at(-1)
  const length = lengths.find((step) => step >= values.length) ?? values.length
  if (last === undefined || length === values.length) return values
  return Array.from({ length }, (_, position) => values[position] ?? last)
}
