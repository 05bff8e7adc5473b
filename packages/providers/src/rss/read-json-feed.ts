import { parseJsonFeed } from 'feedsmith'
import { type Feed, type FeedItem, type FeedMedia, maxFeedItems } from './feed.js'

type JsonItem = NonNullable<ReturnType<typeof parseJsonFeed<string>>['items']>[number]

/** JSON Feed 1 and 1.1. @throws what the parser throws */
export function readJsonFeed(value: unknown): Feed {
  const feed = parseJsonFeed(value, { maxItems: maxFeedItems + 1 })
  return {
    title: feed.title ?? null,
    description: feed.description ?? null,
    link: feed.home_page_url ?? null,
    imageUrl: feed.icon ?? feed.favicon ?? null,
    language: feed.language ?? null,
    author: feed.authors?.[0]?.name ?? null,
    updated: null,
    base: null,
    items: (feed.items ?? []).map(readItem),
    deleted: [],
    complete: false,
  }
}

function readItem(item: JsonItem): FeedItem {
  const html = item.content_html
  const text = item.content_text ?? item.summary
  return {
    id: item.id ?? null,
    link: item.url ?? null,
    title: item.title ?? null,
    content: html ? { value: html, type: 'html' } : text ? { value: text, type: 'text' } : null,
    author: item.authors?.[0]?.name ?? null,
    categories: item.tags ?? [],
    language: item.language ?? null,
    published: item.date_published ?? null,
    updated: item.date_modified ?? null,
    comments: null,
    media: [...readImage(item), ...(item.attachments ?? []).flatMap(readAttachment)],
    base: null,
  }
}

function readImage(item: JsonItem): FeedMedia[] {
  const url = item.image ?? item.banner_image
  return url ? [{ ...bare, url, type: 'image' }] : []
}

function readAttachment(attachment: NonNullable<JsonItem['attachments']>[number]): FeedMedia[] {
  const { url, mime_type: type, title } = attachment
  return url ? [{ ...bare, url, type: type ?? null, description: title ?? null }] : []
}

const bare = { type: null, previewUrl: null, description: null, width: null, height: null } as const
