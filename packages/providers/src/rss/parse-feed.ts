import { decodeText, parseJson } from '../http/index.js'
import type { Feed } from './feed.js'
import { readAtom } from './read-atom.js'
import { readJsonFeed } from './read-json-feed.js'
import { readRdf, readRss } from './read-rss.js'
import { type FeedFormat, sniffFormat } from './sniff-format.js'

export type ParsedFeed =
  | { readonly feed: Feed }
  /** A web page: it may name its feeds. */
  | { readonly page: string }
  /** The end of a sentence that starts with "The answer". */
  | { readonly problem: string }

const readers: Readonly<Record<Exclude<FeedFormat, 'json' | 'page'>, (xml: string) => Feed>> = {
  rss: readRss,
  rdf: readRdf,
  atom: readAtom,
}

/** Reads a feed of any of the four formats, whatever its content type says. */
export function parseFeed(bytes: Uint8Array, contentType: string | null): ParsedFeed {
  if (bytes.byteLength === 0) return { problem: 'is empty' }
  const text = decodeText(bytes, contentType)
  const sniffed = sniffFormat(text)
  if (!sniffed) return { problem: 'is neither a feed nor a page' }
  const { format, start } = sniffed
  if (format === 'page') return { page: text }
  if (format === 'json') return parseJsonFeedText(text)
  return attempt(() => readers[format](text.slice(start)))
}

function parseJsonFeedText(text: string): ParsedFeed {
  const parsed = parseJson(new TextEncoder().encode(text))
  return 'problem' in parsed ? parsed : attempt(() => readJsonFeed(parsed.value))
}

/** The parser's errors quote the document: none of them goes any further. */
function attempt(read: () => Feed): ParsedFeed {
  try {
    return { feed: read() }
  } catch {
    return { problem: 'is not a feed that can be read' }
  }
}
