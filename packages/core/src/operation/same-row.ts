/** Whether two rows say the same, in whatever order their fields stand: databases reorder what is kept as JSON. */
export function sameRow(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const names = Object.keys(one)
  if (names.length !== Object.keys(other).length) return false
  return names.every((name) =>
    sameRow((one as Record<string, unknown>)[name], (other as Record<string, unknown>)[name]),
  )
}
