import { SociusError } from '../kernel/index.js'
import { maxKeyLength } from '../store/index.js'

/** A place in a list, as text that is safe in a URL. */
export function encodePlace(parts: readonly unknown[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(parts))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

/**
 * What the parts of a place are read as.
 * @param read Gives null for parts that are no place in this list.
 * @throws `invalid_cursor`
 */
export function decodePlace<Place>(cursor: string, read: (parts: readonly unknown[]) => Place | null): Place {
  const place = read(partsOf(cursor))
  if (place !== null) return place
  throw new SociusError('invalid_cursor', 'The cursor is damaged or belongs to another list.')
}

function partsOf(cursor: string): readonly unknown[] {
  try {
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0))
    const parts: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return Array.isArray(parts) ? parts : []
  } catch (cause) {
    throw new SociusError('invalid_cursor', 'The cursor is damaged or belongs to another list.', { cause })
  }
}

/** Whether it can be the id of a row: what no row can hold must not reach a database. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && value.length <= maxKeyLength && value.isWellFormed() && !value.includes('\0')
}
