import { createListBody, type ListBody } from '../answer.js'
import { type BlogState, newestEntries } from './blog.js'
import type { StoredEntry } from './entry.js'
import { element, escapeXml } from './xml.js'

/** Atom (RFC 4287). */
export function renderAtom(blog: BlogState): ListBody {
  const { title, description, language, author } = blog.options
  const head = [
    element('title', title),
    element('subtitle', description),
    element('id', `${blog.url}/`),
    `<link rel="alternate" type="text/html" href="${escapeXml(blog.url)}"/>`,
    `<link rel="self" type="application/atom+xml" href="${escapeXml(blog.feeds.atom)}"/>`,
    element('updated', rfc3339(blog.changedAt)),
    `<author>${element('name', author ?? title)}</author>`,
  ].join('')
  return createListBody({
    items: newestEntries(blog, blog.options.window).map((entry) => renderEntry(entry)),
    render: (items) =>
      '<?xml version="1.0" encoding="utf-8"?>\n' +
      `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escapeXml(language)}">${head}${items.join('')}</feed>`,
    spoil: () => '<entry><title/><updated>the day before yesterday</updated></entry>',
  })
}

function renderEntry(entry: StoredEntry): string {
  return [
    '<entry>',
    element('title', entry.title),
    element('id', entry.id),
    `<link rel="alternate" type="text/html" href="${escapeXml(entry.url)}"/>`,
    element('published', rfc3339(entry.publishedAt)),
    element('updated', rfc3339(entry.updatedAt)),
    entry.author === undefined ? '' : `<author>${element('name', entry.author)}</author>`,
    ...(entry.tags ?? []).map((tag) => `<category term="${escapeXml(tag)}"/>`),
    element('summary', entry.summary),
    `<content type="html">${escapeXml(entry.html)}</content>`,
    entry.image === undefined ? '' : `<link rel="enclosure" type="image/jpeg" href="${escapeXml(entry.image)}"/>`,
    '</entry>',
  ].join('')
}

function rfc3339(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z')
}
