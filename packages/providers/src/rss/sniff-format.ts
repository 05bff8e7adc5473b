export type FeedFormat = 'rss' | 'atom' | 'rdf' | 'json' | 'page'

export interface Sniffed {
  readonly format: FeedFormat
  /** Where the root element, or the JSON text, starts: after the XML declaration, comments and the document type. */
  readonly start: number
}

const formats = new Map<string, FeedFormat>([
  ['rss', 'rss'],
  ['feed', 'atom'],
  ['rdf', 'rdf'],
  ['html', 'page'],
  ['head', 'page'],
  ['body', 'page'],
])

/**
 * What a document is, by its root and not by what its answer calls it: many feeds are served as `text/html`, and many
 * error pages as XML. `page` is a web page; null is nothing that can be read here. What stands before the root is left
 * out: a document type with its entities is never read.
 */
export function sniffFormat(text: string): Sniffed | null {
  const first = text.search(/\S/)
  if (first === -1) return null
  if (text[first] === '{') return { format: 'json', start: first }
  const start = skipProlog(text, first)
  if (start === null) return null
  const name = /^<(?:[A-Za-z_][\w.-]{0,40}:)?([A-Za-z_][\w.-]{0,40})[\s/>]/.exec(text.slice(start, start + 100))?.[1]
  const format = formats.get(name?.toLowerCase() ?? '')
  if (format) return { format, start }
  return /<!doctype\s+html/i.test(text.slice(first, start)) ? { format: 'page', start } : null
}

/** The index of the root's `<`, or null where none follows. */
function skipProlog(text: string, from: number): number | null {
  let index = from
  for (;;) {
    index = text.indexOf('<', index)
    if (index === -1) return null
    if (text.startsWith('<?', index)) index = after(text, '?>', index)
    else if (text.startsWith('<!--', index)) index = after(text, '-->', index)
    else if (text.startsWith('<!', index)) index = skipDocumentType(text, index)
    else return index
    if (index === -1) return null
  }
}

function after(text: string, end: string, from: number): number {
  const index = text.indexOf(end, from)
  return index === -1 ? -1 : index + end.length
}

/** A `>` ends the document type unless it stands in quotes or in the internal subset, which `[` and `]` enclose. */
function skipDocumentType(text: string, from: number): number {
  let quote = ''
  let nested = false
  for (let index = from + 2; index < text.length; index += 1) {
    const char = text.charAt(index)
    if (quote) {
      if (char === quote) quote = ''
    } else if (char === '"' || char === "'") quote = char
    else if (char === '[') nested = true
    else if (char === ']') nested = false
    else if (char === '>' && !nested) return index + 1
  }
  return -1
}
