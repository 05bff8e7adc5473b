// Controls but tab and line feed; bidirectional embeddings, overrides and isolates, which can reorder what stands around
// a text; zero-width space, word joiner and byte order mark. Joiners stay: scripts and emoji need them.
const unwanted = /(?![\t\n])\p{Cc}|[\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu
const suspicious = /(?![\t\n])\p{Cc}|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff]/u
// Most texts: told apart ten times as fast as by properties of Unicode.
const plain = /^[\t\n -~]*$/
const joinerRun = /[\u200c-\u200f]{3,}/g

/** Text that is safe to store and to show beside other text: well-formed, without controls that act on their surroundings. */
export function cleanText(text: string, limit: number): string {
  const whole =
    !plain.test(text) && suspicious.test(text)
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

/** The longest address that is kept. */
export const maxUrlLength = 2000

/** An address that may stand in a link: http or https, and short enough. Otherwise null. */
export function cleanUrl(url: string | null): string | null {
  if (url === null || url.length > maxUrlLength || !/^https?:\/\//i.test(url)) return null
  return URL.canParse(url) ? cleanText(url, maxUrlLength) : null
}
