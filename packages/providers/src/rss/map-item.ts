import type { ActivityDraft, SourceAccount } from '@socius/core/provider'
import { looksLikeHtml, readHtml } from '../drafts/read-html.js'
import type { Feed, FeedText } from './feed.js'
import { mapMedia } from './map-media.js'
import type { PlacedItem } from './place-items.js'
import { resolveAddress, withoutTracking } from './web-address.js'

const maxHashtags = 50
const maxHashtagLength = 100

/** An item of a feed as an article of its account. */
export function mapItem(placed: PlacedItem, feed: Feed, account: SourceAccount): ActivityDraft {
  const { item, base, externalId, publishedAt, editedAt } = placed
  const link = resolveAddress(item.link, base)
  const page = resolveAddress(item.base, base) ?? link ?? base
  const content = readContent(item.content)
  return {
    externalId,
    kind: 'article',
    url: link ? withoutTracking(link).href : null,
    author: {
      externalId: account.externalId,
      handle: account.handle,
      displayName: personName(item.author) ?? personName(feed.author) ?? plainLine(feed.title),
      avatarUrl: resolveAddress(feed.imageUrl, base)?.href ?? null,
    },
    title: plainLine(item.title),
    text: content.text,
    html: content.html,
    links: [],
    language: languageTag(item.language) ?? languageTag(feed.language),
    media: mapMedia(item.media, content.image, { base, page }),
    hashtags: hashtagsOf(item.categories),
    mentions: [],
    counts: { likes: null, comments: countOf(item.comments), shares: null, views: null },
    audience: 'public',
    inReplyTo: null,
    shareOf: null,
    publishedAt,
    editedAt,
    version: null,
  }
}

/** A title or a name on one line: markup in it is unusual, and then never meant to be seen. */
export function plainLine(text: string | null): string | null {
  if (text === null) return null
  const plain = hasInlineMarkup(text) ? (readHtml(text).text ?? '') : text
  return plain.replace(/\s+/g, ' ').trim() || null
}

/** Text of several lines, as a description of a feed may be. */
export function plainText(text: string | null): string | null {
  if (text === null) return null
  return (looksLikeHtml(text) ? readHtml(text).text : text.trim()) || null
}

function readContent(content: FeedText | null): Pick<ActivityDraft, 'text' | 'html'> & {
  image: ReturnType<typeof readHtml>['image']
} {
  if (!content) return { text: null, html: null, image: null }
  const { value, type } = content
  if (type === 'text' || (type === null && !looksLikeHtml(value))) {
    return { text: value.trim() || null, html: null, image: null }
  }
  const { text, image, tooDeep } = readHtml(value)
  return { text, html: tooDeep ? null : value, image }
}

/** A title may speak of `<div>`: only elements that stand inside a line count as markup. */
function hasInlineMarkup(text: string): boolean {
  return /<\/?(?:a|abbr|b|br|cite|code|em|font|i|kbd|mark|p|q|s|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]{0,500})?\/?>|&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/i.test(
    text,
  )
}

/** RSS asks for an e-mail address as the author: it is not shown to anybody. */
function personName(text: string | null): string | null {
  const name = plainLine(text)
  return name === null || /^[^\s@]+@[^\s@]+$/.test(name) ? null : name
}

function hashtagsOf(categories: readonly string[]): string[] {
  const tags = new Map<string, string>()
  for (const category of categories) {
    const tag = plainLine(category)?.replace(/^#+/, '').trim() ?? ''
    if (tag === '' || tag.length > maxHashtagLength || tags.size >= maxHashtags) continue
    const key = tag.toLowerCase()
    if (!tags.has(key)) tags.set(key, tag)
  }
  return [...tags.values()]
}

function languageTag(text: string | null): string | null {
  const tag = text?.trim().replaceAll('_', '-') ?? ''
  if (!/^[a-z]{2,8}(?:-[a-z\d]{1,8}){0,4}$/i.test(tag)) return null
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null
  } catch {
    return null
  }
}

function countOf(value: number | null): number | null {
  return value !== null && Number.isSafeInteger(value) && value >= 0 ? value : null
}
