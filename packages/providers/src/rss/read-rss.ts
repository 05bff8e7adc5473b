import { parseRdfFeed, parseRssFeed } from 'feedsmith'
import { cutPersons } from './cut-persons.js'
import { type Feed, type FeedItem, type FeedText, maxFeedItems } from './feed.js'
import { readFeedMarks } from './feed-marks.js'
import { type MediaElements, readMediaElements } from './read-media-elements.js'

const options = { maxItems: maxFeedItems + 1 }

type RssFeed = ReturnType<typeof parseRssFeed<string>>
type RssItem = NonNullable<RssFeed['items']>[number]
type RdfItem = NonNullable<ReturnType<typeof parseRdfFeed<string>>['items']>[number]

/** RSS 0.9x and 2.0. @throws what the parser throws */
export function readRss(xml: string): Feed {
  const feed = parseRssFeed(cutPersons(xml), options)
  const self = feed.atom
  return {
    title: feed.title ?? null,
    description: feed.description ?? feed.itunes?.summary ?? null,
    link: feed.link ?? self?.links?.find(isPage)?.href ?? null,
    imageUrl: feed.image?.url ?? feed.itunes?.image ?? null,
    language: feed.language ?? feed.dc?.languages?.[0] ?? feed.xml?.lang ?? null,
    author: feed.itunes?.author ?? feed.dc?.creators?.[0] ?? feed.managingEditor?.name ?? null,
    updated: feed.lastBuildDate ?? feed.pubDate ?? self?.updated ?? feed.dc?.dates?.[0] ?? null,
    base: feed.xml?.base ?? null,
    items: (feed.items ?? []).map(readItem),
    ...readFeedMarks(xml),
  }
}

/** RSS 1.0, which is RDF. @throws what the parser throws */
export function readRdf(xml: string): Feed {
  const feed = parseRdfFeed(xml, options)
  return {
    title: feed.title ?? null,
    description: feed.description ?? null,
    link: feed.link ?? null,
    imageUrl: feed.image?.url ?? null,
    language: feed.dc?.languages?.[0] ?? feed.xml?.lang ?? null,
    author: feed.dc?.creators?.[0] ?? null,
    updated: feed.dc?.dates?.[0] ?? null,
    base: feed.xml?.base ?? null,
    items: (feed.items ?? []).map((item) => ({ ...readShared(item), id: item.rdf?.about ?? item.link ?? null })),
    ...readFeedMarks(xml),
  }
}

function readItem(item: RssItem): FeedItem {
  const { guid, itunes } = item
  const permanent = guid?.isPermaLink !== false && guid?.value && /^https?:\/\//i.test(guid.value) ? guid.value : null
  const enclosures: MediaElements['links'] = (item.enclosures ?? []).flatMap(({ url, type }) =>
    url ? [{ url, type: type ?? null }] : [],
  )
  return {
    ...readShared(item, enclosures, itunes?.image),
    id: guid?.value ?? item.atom?.id ?? null,
    link: item.link ?? item.atom?.links?.find(isPage)?.href ?? permanent,
    title: item.title ?? itunes?.title ?? item.dc?.titles?.[0] ?? null,
    author: item.dc?.creators?.[0] ?? item.authors?.find(({ name }) => name)?.name ?? itunes?.author ?? null,
    categories: [...(item.categories ?? []).flatMap(({ name }) => name ?? []), ...(item.dc?.subjects ?? [])],
    published: item.pubDate ?? dateOf(item) ?? item.atom?.published ?? null,
  }
}

/** What the items of all kinds of RSS have in common. */
function readShared(item: RssItem | RdfItem, links: MediaElements['links'] = [], image?: string): FeedItem {
  const { dc, dcterms } = item
  return {
    id: null,
    link: item.link ?? item.atom?.links?.find(isPage)?.href ?? null,
    title: item.title ?? dc?.titles?.[0] ?? null,
    content: readContent(item),
    author: dc?.creators?.[0] ?? null,
    categories: dc?.subjects ?? [],
    language: dc?.languages?.[0] ?? item.xml?.lang ?? null,
    published: dateOf(item) ?? item.atom?.published ?? null,
    updated: item.atom?.updated ?? dcterms?.modified?.[0] ?? null,
    comments: item.slash?.comments ?? null,
    media: readMediaElements({ links, media: item.media, image }),
    base: item.xml?.base ?? null,
  }
}

function readContent(item: RssItem | RdfItem): FeedText | null {
  if (item.content?.encoded) return { value: item.content.encoded, type: 'html' }
  if (item.atom?.content?.value) return { value: item.atom.content.value, type: 'html' }
  const value = item.description ?? ('itunes' in item ? item.itunes?.summary : undefined) ?? item.dc?.descriptions?.[0]
  return value ? { value, type: null } : null
}

function dateOf({ dc, dcterms }: RssItem | RdfItem): string | undefined {
  return dc?.dates?.[0] ?? dcterms?.issued?.[0] ?? dcterms?.created?.[0]
}

function isPage({ rel }: { rel?: string }): boolean {
  return rel === undefined || rel === 'alternate'
}
