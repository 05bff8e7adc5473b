import type { Validators } from '../http/index.js'

const maxLength = 2000

/** The validators of an answer as one string, or null when it has none. */
export function writeBookmark({ etag, lastModified }: Validators): string | null {
  if (etag === null && lastModified === null) return null
  const bookmark = JSON.stringify([etag, lastModified])
  return bookmark.length > maxLength ? null : bookmark
}

/** The validators of a bookmark. One that cannot be read only costs a full answer, so it is no error. */
export function readBookmark(bookmark: string | null | undefined): Validators | null {
  if (!bookmark || bookmark.length > maxLength) return null
  const match = /^\[(null|"(?:[^"\\]|\\.)*"),(null|"(?:[^"\\]|\\.)*")\]$/.exec(bookmark)
  if (!match) return null
  const [, etag = 'null', lastModified = 'null'] = match
  const values = { etag: readHeader(etag), lastModified: readHeader(lastModified) }
  return values.etag === null && values.lastModified === null ? null : values
}

/** Only what may stand in a header. */
function readHeader(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'string' && /^[\x20-\x7e\x80-\xff]+$/.test(value) ? value : null
  } catch {
    return null
  }
}
