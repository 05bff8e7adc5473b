import { SociusError } from '../kernel/index.js'
import { maxKeyLength } from '../store/index.js'

/** The most lines that wait for a later page: their ids stand in the cursor. */
export const maxHeld = 40

/** Where a page ended of a feed in which lines may wait. */
export interface HeldPlace {
  /** The place in the feed itself. Null: at its beginning. */
  readonly after: string | null
  /** Whether the feed itself has ended, so that only lines that wait are left. */
  readonly ended: boolean
  /** The ids of the activities that wait, in order. */
  readonly held: readonly string[]
}

export const heldStart: HeldPlace = { after: null, ended: false, held: [] }

export function encodeHeldPlace({ after, ended, held }: HeldPlace): string {
  const bytes = new TextEncoder().encode(JSON.stringify([after, ended, ...held]))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

/** @throws `invalid_cursor` */
export function decodeHeldPlace(cursor: string | null): HeldPlace {
  if (cursor === null) return heldStart
  try {
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0))
    const [after, ended, ...held] = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown[]
    if ((after !== null && typeof after !== 'string') || typeof ended !== 'boolean') throw new Error('shape')
    if (held.length > maxHeld || !held.every(isId)) throw new Error('held')
    return { after, ended, held }
  } catch (cause) {
    throw new SociusError('invalid_cursor', 'The cursor is damaged or belongs to another list.', { cause })
  }
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value.length <= maxKeyLength && value.isWellFormed() && !value.includes('\0')
}
