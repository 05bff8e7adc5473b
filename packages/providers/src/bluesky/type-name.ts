/** The `$type` by which a member of an open union says what it is. */
export function typeName(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('$type' in value)) return undefined
  return typeof value.$type === 'string' ? value.$type : undefined
}
