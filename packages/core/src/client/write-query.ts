// Every server and proxy takes an address of this length.
const longest = 4000

/**
 * A query string that says the input, or `null` where only a body can: something nested, an empty text (an empty value
 * stands for null), an empty list, or more than fits into an address.
 */
export function writeQuery(input: unknown = {}): string | null {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return null
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(input)) {
    if (value === undefined) continue
    const values: readonly unknown[] = Array.isArray(value) ? value : [value]
    const texts = value === null ? [''] : values.map(textOf)
    if (texts.length === 0) return null
    for (const text of texts) {
      if (text === null) return null
      query.append(key, text)
    }
  }
  const text = query.toString()
  if (text.length > longest) return null
  return text === '' ? '' : `?${text}`
}

function textOf(value: unknown): string | null {
  // A lone surrogate would arrive as another character.
  if (typeof value === 'string') return value !== '' && value.isWellFormed() ? value : null
  return typeof value === 'boolean' || Number.isFinite(value) ? String(value) : null
}
