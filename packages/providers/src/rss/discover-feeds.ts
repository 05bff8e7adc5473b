import { Tokenizer } from 'htmlparser2'
import { resolveAddress } from './web-address.js'

const feedTypes = new Set([
  'application/rss+xml',
  'application/atom+xml',
  'application/rdf+xml',
  'application/feed+json',
  'application/json',
])

/**
 * The feeds that a page names in `<link rel="alternate">`, in its own order, the feed of its comments last.
 * @param address where the page came from
 */
export function discoverFeeds(page: string, address: URL): URL[] {
  const links: { readonly href: string; readonly comments: boolean }[] = []
  let base: string | null = null
  forEachTag(page, (name, attributes) => {
    if (name === 'base') base ??= attributes.get('href') ?? null
    const href = attributes.get('href')
    const rel = attributes.get('rel')?.toLowerCase().split(/\s+/) ?? []
    const type = attributes.get('type')?.toLowerCase().split(';')[0]?.trim() ?? ''
    if (name !== 'link' || !href || !rel.includes('alternate') || !feedTypes.has(type)) return
    links.push({ href, comments: /\bcomments?\b/i.test(`${attributes.get('title') ?? ''} ${href}`) })
  })
  const root = resolveAddress(base, address) ?? address
  const ordered = [...links.filter(({ comments }) => !comments), ...links.filter(({ comments }) => comments)]
  return ordered.flatMap(({ href }) => resolveAddress(href, root) ?? [])
}

/** Calls back for each `link` and `base` of a page, in one pass. */
function forEachTag(page: string, visit: (name: string, attributes: ReadonlyMap<string, string>) => void): void {
  let name = ''
  let attribute = ''
  let value = ''
  let attributes = new Map<string, string>()
  const finish = (): void => {
    if (name) visit(name, attributes)
  }
  const ignore = (): void => undefined
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      onopentagname: (start, end) => {
        const tag = page.slice(start, end).toLowerCase()
        name = tag === 'link' || tag === 'base' ? tag : ''
        attributes = new Map()
      },
      onattribname: (start, end) => {
        attribute = name ? page.slice(start, end).toLowerCase() : ''
        value = ''
      },
      onattribdata: (start, end) => {
        if (attribute) value += page.slice(start, end)
      },
      onattribentity: (codepoint) => {
        if (attribute) value += String.fromCodePoint(codepoint)
      },
      onattribend: () => {
        if (attribute && !attributes.has(attribute)) attributes.set(attribute, value)
      },
      onopentagend: finish,
      onselfclosingtag: finish,
      onclosetag: ignore,
      ontext: ignore,
      ontextentity: ignore,
      oncdata: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onprocessinginstruction: ignore,
      onend: ignore,
    },
  )
  tokenizer.write(page)
  tokenizer.end()
}
