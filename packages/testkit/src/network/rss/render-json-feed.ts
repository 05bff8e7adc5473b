import { createListBody, type ListBody } from '../answer.js'
import { type BlogState, newestEntries } from './blog.js'
import type { StoredEntry } from './entry.js'

/** JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). */
export function renderJsonFeed(blog: BlogState): ListBody {
  const { title, description, language, author } = blog.options
  const head = {
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: blog.url,
    feed_url: blog.feeds.json,
    description,
    language,
    ...(author !== undefined && { authors: [{ name: author }] }),
  }
  return createListBody<object>({
    items: newestEntries(blog, blog.options.window).map((entry) => itemOf(entry)),
    render: (items) => JSON.stringify({ ...head, items }),
    spoil: () => ({ id: null, date_published: 'the day before yesterday' }),
  })
}

function itemOf(entry: StoredEntry): object {
  return {
    id: entry.id,
    url: entry.url,
    title: entry.title,
    content_html: entry.html,
    summary: entry.summary,
    image: entry.image,
    date_published: new Date(entry.publishedAt).toISOString(),
    ...(entry.updatedAt !== entry.publishedAt && { date_modified: new Date(entry.updatedAt).toISOString() }),
    ...(entry.author !== undefined && { authors: [{ name: entry.author }] }),
    tags: entry.tags ?? [],
  }
}
