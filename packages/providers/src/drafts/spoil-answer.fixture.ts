/** The paths of all values within `value`. */
export function pathsIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]]
  return [[...path], ...Object.entries(value).flatMap(([name, member]) => pathsIn(member, [...path, name]))]
}

/** A copy of `value` with something else at the path. */
export function replaceAt(value: unknown, [name, ...rest]: readonly string[], replacement: unknown): unknown {
  if (name === undefined || typeof value !== 'object' || value === null) return replacement
  const members = Object.entries(value).map(([key, member]): [string, unknown] => [
    key,
    key === name ? replaceAt(member, rest, replacement) : member,
  ])
  return Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members)
}
