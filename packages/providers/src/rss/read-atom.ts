import { parseAtomFeed } from 'feedsmith'
import { type Feed, type FeedItem, type FeedText, maxFeedItems } from './feed.js'
import { readFeedMarks } from './feed-marks.js'
import { readMediaElements } from './read-media-elements.js'

type AtomFeed = ReturnType<typeof parseAtomFeed<string>>
type AtomEntry = NonNullable<AtomFeed['entries']>[number]
type AtomText = NonNullable<AtomEntry['summary']>

/** Atom 0.3 and 1.0. @throws what the parser throws */
export function readAtom(xml: string): Feed {
  const feed = parseAtomFeed(xml, { maxItems: maxFeedItems + 1 })
  return {
    title: plain(feed.title),
    description: plain(feed.subtitle),
    link: pageOf(feed),
    imageUrl: feed.logo ?? feed.icon ?? null,
    language: feed.xml?.lang ?? null,
    author: feed.authors?.[0]?.name ?? null,
    updated: feed.updated ?? null,
    base: feed.xml?.base ?? null,
    items: (feed.entries ?? []).map(readEntry),
    ...readFeedMarks(xml),
  }
}

function readEntry(entry: AtomEntry): FeedItem {
  const { dc, dcterms } = entry
  const enclosures = (entry.links ?? []).filter(({ rel }) => rel === 'enclosure')
  return {
    id: entry.id ?? null,
    link: pageOf(entry),
    title: plain(entry.title),
    content: readText(entry.content) ?? readText(entry.summary),
    author: entry.authors?.[0]?.name ?? entry.source?.authors?.[0]?.name ?? dc?.creators?.[0] ?? null,
    categories: [
      ...(entry.categories ?? []).flatMap(({ label, term }) => label ?? term ?? []),
      ...(dc?.subjects ?? []),
    ],
    language: entry.content?.xml?.lang ?? entry.xml?.lang ?? dc?.languages?.[0] ?? null,
    published: entry.published ?? dcterms?.issued?.[0] ?? dcterms?.created?.[0] ?? dc?.dates?.[0] ?? null,
    updated: entry.updated ?? dcterms?.modified?.[0] ?? null,
    comments: entry.slash?.comments ?? null,
    media: readMediaElements({
      links: enclosures.flatMap(({ href, type }) => (href ? [{ url: href, type: type ?? null }] : [])),
      media: entry.media,
      image: entry.itunes?.image,
    }),
    base: entry.content?.xml?.base ?? entry.xml?.base ?? null,
  }
}

function pageOf({ links = [] }: Pick<AtomEntry, 'links'>): string | null {
  const pages = links.filter(({ href, rel }) => href && (rel === undefined || rel === 'alternate'))
  const page = pages.find(({ type }) => type === undefined || type.includes('html')) ?? pages[0]
  return page?.href ?? null
}

function readText(text: { value?: string; type?: string } | undefined): FeedText | null {
  if (!text?.value) return null
  // By the letter a missing type means text; so many feeds put HTML there that only the text itself can tell.
  if (text.type === undefined) return { value: text.value, type: null }
  return { value: text.value, type: /html/i.test(text.type) ? 'html' : 'text' }
}

function plain(text: AtomText | undefined): string | null {
  return text?.value ?? null
}
