import { Tokenizer } from 'htmlparser2'

export interface HtmlImage {
  /** As it is written: it may be relative. */
  readonly src: string
  readonly alt: string | null
  readonly width: number | null
  readonly height: number | null
}

export interface HtmlReading {
  /** What a reader sees, with a blank line between paragraphs; null when there is nothing. */
  readonly text: string | null
  /** The first picture that is more than a counting pixel. */
  readonly image: HtmlImage | null
  /** Whether elements are open inside each other deeper than any page needs. */
  readonly tooDeep: boolean
}

// Parsers that keep a stack of open elements search it for every tag: their time is the product of tags and depth.
const maxDepth = 500

const paragraphs = new Set(
  [
    'address',
    'article',
    'aside',
    'blockquote',
    'details',
    'div',
    'dl',
    'fieldset',
    'figcaption',
    'figure',
    'footer',
  ].concat([
    'form',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'header',
    'hr',
    'main',
    'nav',
    'ol',
    'p',
    'pre',
    'section',
    'table',
    'ul',
  ]),
)
const lines = new Set(['br', 'caption', 'dd', 'dt', 'li', 'option', 'summary', 'tr'])
const cells = new Set(['td', 'th'])
const unseen = new Set(['head', 'iframe', 'math', 'noscript', 'object', 'script', 'style', 'svg', 'template', 'title'])
const voids = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'track',
  'wbr',
])

/** Reads what HTML says, in one pass over its tokens: its time grows with its length alone, however it is nested. */
export function readHtml(html: string): HtmlReading {
  const writer = createTextWriter()
  let image: HtmlImage | null = null
  let depth = 0
  let deepest = 0
  let preformatted = 0
  // The element whose content is not shown, and how often it is open inside itself.
  let hidden: { readonly name: string; open: number } | null = null
  let tag = ''
  let attribute = ''
  let value = ''
  let attributes = new Map<string, string>()

  const breakAround = (name: string): void => {
    if (paragraphs.has(name)) writer.breakLine(2)
    else if (lines.has(name)) writer.breakLine(1)
    else if (cells.has(name)) writer.write(' ', false)
  }

  const open = (selfClosing: boolean): void => {
    if (tag === 'img') image ??= readImage(attributes)
    const leaf = selfClosing || voids.has(tag)
    if (!leaf) deepest = Math.max(deepest, ++depth)
    if (hidden) {
      if (!leaf && tag === hidden.name) hidden.open += 1
      return
    }
    if (!leaf && unseen.has(tag)) hidden = { name: tag, open: 1 }
    breakAround(tag)
    if (!leaf && tag === 'pre') preformatted += 1
  }

  const close = (name: string): void => {
    if (depth > 0) depth -= 1
    if (hidden) {
      if (name === hidden.name && --hidden.open === 0) hidden = null
      return
    }
    if (name === 'pre' && preformatted > 0) preformatted -= 1
    breakAround(name)
  }

  const show = (text: string): void => {
    if (!hidden) writer.write(text, preformatted > 0)
  }

  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ontext: (start, end) => show(html.slice(start, end)),
      ontextentity: (codepoint) => show(String.fromCodePoint(codepoint)),
      onopentagname: (start, end) => {
        tag = html.slice(start, end).toLowerCase()
        attributes = new Map()
      },
      onattribname: (start, end) => {
        attribute = tag === 'img' ? html.slice(start, end).toLowerCase() : ''
        value = ''
      },
      onattribdata: (start, end) => {
        if (attribute) value += html.slice(start, end)
      },
      onattribentity: (codepoint) => {
        if (attribute) value += String.fromCodePoint(codepoint)
      },
      onattribend: () => {
        if (attribute && !attributes.has(attribute)) attributes.set(attribute, value)
      },
      onopentagend: () => open(false),
      onselfclosingtag: () => open(true),
      onclosetag: (start, end) => close(html.slice(start, end).toLowerCase()),
      oncdata: (start, end, endOffset) => show(html.slice(start, end - endOffset)),
      oncomment: () => undefined,
      ondeclaration: () => undefined,
      onprocessinginstruction: () => undefined,
      onend: () => undefined,
    },
  )
  tokenizer.write(html)
  tokenizer.end()
  const text = writer.end()
  return { text: text === '' ? null : text, image, tooDeep: deepest > maxDepth }
}

/** Puts text together with the white space that a reader would see. */
function createTextWriter() {
  let result = ''
  let breaks = 0
  let space = false
  // Kept apart: to look at the end of a text that is being put together would copy it each time.
  let endsInSpace = true
  return {
    breakLine(count: number): void {
      breaks = Math.max(breaks, count)
    },
    write(text: string, verbatim: boolean): void {
      if (text === '') return
      const seen = verbatim ? text : text.replace(/[\t\n\f\r ]+/g, ' ')
      const spaceBefore = !verbatim && seen.startsWith(' ')
      const spaceAfter = !verbatim && seen.length > 1 && seen.endsWith(' ')
      const body = seen.slice(spaceBefore ? 1 : 0, spaceAfter ? -1 : undefined)
      space ||= spaceBefore
      if (body === '') return
      if (result !== '') result += breaks > 0 ? '\n'.repeat(breaks) : space && !endsInSpace ? ' ' : ''
      result += body
      endsInSpace = /\s/.test(body.charAt(body.length - 1))
      space = spaceAfter
      breaks = 0
    },
    end: () => result.trim(),
  }
}

function readImage(attributes: ReadonlyMap<string, string>): HtmlImage | null {
  const src = attributes.get('src')?.trim() ?? ''
  const width = readPixels(attributes.get('width'))
  const height = readPixels(attributes.get('height'))
  if (src === '' || src.startsWith('data:')) return null
  if ((width !== null && width <= 2) || (height !== null && height <= 2)) return null
  return { src, alt: attributes.get('alt')?.trim() || null, width, height }
}

function readPixels(text: string | undefined): number | null {
  return text !== undefined && /^\s*\d{1,5}(?:px)?\s*$/.test(text) ? Number.parseInt(text, 10) : null
}

/** Whether a text holds markup or character references: feeds do not always say. */
export function looksLikeHtml(text: string): boolean {
  return (
    /<(?:[a-z][a-z0-9]*[\s/>]|\/[a-z]|!--)/i.test(text) ||
    /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/i.test(text)
  )
}
