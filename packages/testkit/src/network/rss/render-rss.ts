import { createListBody, type ListBody } from '../answer.js'
import { type BlogState, newestEntries } from './blog.js'
import type { StoredEntry } from './entry.js'
import { cdata, element, escapeXml } from './xml.js'

/** RSS 2.0 with the modules that blogs use: full text, author, self link, time of the last change. */
export function renderRss(blog: BlogState): ListBody {
  const { title, description = '', language, guids } = blog.options
  const head = [
    element('title', title),
    element('link', blog.url),
    element('description', description),
    element('language', language),
    element('lastBuildDate', rfc822(blog.changedAt)),
    `<atom:link href="${escapeXml(blog.feeds.rss)}" rel="self" type="application/rss+xml"/>`,
  ].join('')
  return createListBody({
    items: newestEntries(blog, blog.options.window).map((entry) => renderItem(blog, entry, guids)),
    render: (items) =>
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
      '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"' +
      ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">' +
      `<channel>${head}${items.join('')}</channel></rss>`,
    spoil: () => '<item><title></title><pubDate>the day before yesterday</pubDate></item>',
  })
}

function renderItem(blog: BlogState, entry: StoredEntry, guids: 'opaque' | 'permalink' | 'none'): string {
  const guid = guids === 'permalink' ? element('guid', entry.url) : opaque(entry.id)
  return [
    '<item>',
    element('title', entry.title),
    element('link', entry.url),
    guids === 'none' ? '' : guid,
    element('pubDate', rfc822(entry.publishedAt)),
    entry.updatedAt === entry.publishedAt ? '' : element('atom:updated', new Date(entry.updatedAt).toISOString()),
    element('dc:creator', entry.author ?? blog.options.author),
    ...(entry.tags ?? []).map((tag) => element('category', tag)),
    element('description', entry.summary),
    cdata('content:encoded', entry.html),
    entry.image === undefined ? '' : `<enclosure url="${escapeXml(entry.image)}" length="70000" type="image/jpeg"/>`,
    '</item>',
  ].join('')
}

function opaque(id: string): string {
  return `<guid isPermaLink="false">${escapeXml(id)}</guid>`
}

function rfc822(time: number): string {
  return new Date(time).toUTCString().replace('GMT', '+0000')
}
