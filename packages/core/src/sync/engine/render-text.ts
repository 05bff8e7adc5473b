import { linkAttributes, textLimits } from '../../activities/index.js'
import { cleanText, cleanUrl, cutText } from '../../kernel/index.js'
import type { TextLink } from '../../provider/index.js'

/**
 * A plain text as HTML that is safe to put into a page: one paragraph with its line breaks, and the links that lie in it.
 * A link that does not, cuts a character in two, or leads to something else than the web is left out, and its words stay.
 * Nothing that comes out would be changed by the sanitiser. Null where nothing is left of the text.
 */
export function renderText(text: string, links: readonly TextLink[]): string | null {
  const whole = cutText(text, textLimits.text)
  const splitsPair = (place: number) => /^[\ud800-\udbff][\udc00-\udfff]$/.test(whole.slice(place - 1, place + 1))
  let html = ''
  let position = 0
  for (const { start, end, url } of links) {
    const isInside = start >= position && end > start && end <= whole.length && ![start, end].some(splitsPair)
    const href = isInside ? cleanUrl(url) : null
    const words = isInside ? escapeText(whole.slice(start, end)) : ''
    // Nobody could follow a link on nothing.
    if (href === null || words === '') continue
    html += `${escapeText(whole.slice(position, start))}<a href="${escapeQuoted(href)}"${attributes}>${words}</a>`
    position = end
  }
  html += escapeText(whole.slice(position))
  return html === '' ? null : `<p>${html}</p>`
}

const attributes = Object.entries(linkAttributes)
  .map(([name, value]) => ` ${name}="${value}"`)
  .join('')

/** Cleaned piece by piece: the places of the links are those in the text as it came. */
function escapeText(text: string): string {
  return escape(cleanText(text, textLimits.text)).replaceAll('\n', '<br />')
}

function escapeQuoted(text: string): string {
  return escape(text).replaceAll('"', '&quot;')
}

function escape(text: string): string {
  if (!/[&<>]/.test(text)) return text
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
