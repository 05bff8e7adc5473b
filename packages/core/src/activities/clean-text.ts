/** Caps in characters; what is longer is cut at a whole code point. */
export const textLimits = { title: 500, text: 100_000, html: 500_000, url: 2000, name: 300, handle: 300 } as const

// Controls but tab and line feed; bidirectional embeddings, overrides and isolates, which can reorder what stands around
// a text; zero-width space, word joiner and byte order mark. Joiners stay: scripts and emoji need them.
const unwanted = /(?![\t\n])\p{Cc}|[\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu
const suspicious = /(?![\t\n])\p{Cc}|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff]/u
const joinerRun = /[\u200c-\u200f]{3,}/g

/** Text that is safe to store and to show beside other text: well-formed, without controls that act on their surroundings. */
export function cleanText(text: string, limit: number): string {
  const whole = suspicious.test(text)
    ? text.toWellFormed().replaceAll('\r\n', '\n').replace(unwanted, '').replace(joinerRun, '')
    : text
  return cutText(whole, limit)
}

/** The text, or null if there is none or nothing is left of it. */
export function cleanOptional(text: string | null, limit: number): string | null {
  if (text === null) return null
  const cleaned = cleanText(text, limit)
  return cleaned === '' ? null : cleaned
}

/** The text up to `limit` characters, never half of a pair. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text
  const last = text.charCodeAt(limit - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit)
}

/** An address that may stand in a link: http or https, and short enough. Otherwise null. */
export function cleanUrl(url: string | null): string | null {
  if (url === null || url.length > textLimits.url || !/^https?:\/\//i.test(url)) return null
  return URL.canParse(url) ? cleanText(url, textLimits.url) : null
}

const snippetLength = 200
let graphemes: Intl.Segmenter | undefined

/** The beginning of a text on one line, cut after a whole word where one ends near the limit. */
export function snippetOf(text: string | null): string | null {
  if (text === null) return null
  const line = text
    .slice(0, 4 * snippetLength)
    .replace(/\s+/g, ' ')
    .trim()
  if (line.length <= snippetLength) return line === '' ? null : line
  const head = line.slice(0, snippetLength)
  const space = head.lastIndexOf(' ')
  if (space > snippetLength / 2) return `${head.slice(0, space)}…`
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  let cut = ''
  for (const { segment } of graphemes.segment(line)) {
    if (cut.length + segment.length > snippetLength) break
    cut += segment
  }
  return `${cut}…`
}
