import type { RecordValue } from './cid.js'

// What official clients mark: names, addresses and hashtags, after the start or a blank.
const marks = /(?<=^|[\s(])(?:@([a-zA-Z0-9.-]+\.[a-zA-Z]{2,})|(https?:\/\/[^\s)]+)|#([^\s#.,!?;:)]+))/g

/**
 * Marks mentions, links and hashtags in a text, by positions in its UTF-8 form.
 * @param didOf names the account of a handle; without one a mention is not marked.
 */
export function findFacets(text: string, didOf: (handle: string) => string | undefined): RecordValue[] {
  const facets: RecordValue[] = []
  let read = 0
  let byteEnd = 0
  for (const match of text.matchAll(marks)) {
    const [whole, handle, uri, tag] = match
    const feature = featureOf({ did: handle && didOf(handle), uri, tag })
    if (!feature) continue
    const byteStart = byteEnd + utf8Length(text, read, match.index)
    read = match.index + whole.length
    byteEnd = byteStart + utf8Length(text, match.index, read)
    facets.push({ index: { byteEnd, byteStart }, features: [feature] })
  }
  return facets
}

/** The bytes that a part of a text takes in UTF-8. Half a pair alone is written as U+FFFD, which has three. */
function utf8Length(text: string, start: number, end: number): number {
  let bytes = 0
  for (const character of text.slice(start, end)) {
    const codePoint = character.codePointAt(0) ?? 0
    bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4
  }
  return bytes
}

interface Found {
  readonly did: string | undefined
  readonly uri: string | undefined
  readonly tag: string | undefined
}

function featureOf({ did, uri, tag }: Found): RecordValue | null {
  if (did) return { did, $type: 'app.bsky.richtext.facet#mention' }
  if (uri) return { uri, $type: 'app.bsky.richtext.facet#link' }
  return tag ? { tag, $type: 'app.bsky.richtext.facet#tag' } : null
}
