import type { AccountRecord } from './world.js'

/** What a text says of others. */
export interface Content {
  readonly html: string
  /** As they were written, without the sign; each once. */
  readonly tags: readonly string[]
  readonly mentions: readonly AccountRecord[]
}

export interface ContentOptions {
  /** Of the author's server: names without a server are meant there. */
  readonly host: string
  readonly origin: string
  readonly find: (host: string, username: string) => AccountRecord | undefined
}

// What Mastodon marks: names, addresses and hashtags, after the start or a blank.
const marks =
  /(?<=^|[\s(])(?:@([\w.-]*\w)(?:@([a-zA-Z0-9.-]+\.[a-zA-Z]{2,}))?|(https?:\/\/[^\s<>]+)|#([\p{L}\p{N}\p{M}_]+))/gu

/** A plain text as the HTML that Mastodon makes of it. */
export function renderContent(text: string, options: ContentOptions): Content {
  const tags = new Map<string, string>()
  const mentions = new Set<AccountRecord>()
  let html = ''
  let read = 0
  for (const match of text.matchAll(marks)) {
    const [whole, username, host, address, tag] = match
    const account = username ? options.find(host ?? options.host, username) : undefined
    if (account) mentions.add(account)
    if (tag) tags.set(tag.toLowerCase(), tags.get(tag.toLowerCase()) ?? tag)
    const marked = account
      ? mentionOf(account)
      : address
        ? linkTo(address)
        : tag
          ? hashtagOf(options, tag)
          : escapeHtml(whole)
    html += escapeHtml(text.slice(read, match.index)) + marked
    read = match.index + whole.length
  }
  html += escapeHtml(text.slice(read))
  const paragraphs = html.split(/\n{2,}/).map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br />')}</p>`)
  return { html: text === '' ? '' : paragraphs.join(''), tags: [...tags.values()], mentions: [...mentions] }
}

/** The hashtags of a text, in lower case. */
export function findTags(text: string): string[] {
  return [...text.matchAll(marks)].flatMap(([, , , , tag]) => tag?.toLowerCase() ?? [])
}

function mentionOf({ url, username }: AccountRecord): string {
  return `<span class="h-card" translate="no"><a href="${url}" class="u-url mention">@<span>${username}</span></a></span>`
}

function hashtagOf({ origin }: ContentOptions, tag: string): string {
  const href = `${origin}/tags/${encodeURIComponent(tag.toLowerCase())}`
  return `<a href="${href}" class="mention hashtag" rel="tag">#<span>${tag}</span></a>`
}

/** An address whose scheme is hidden, and everything behind its first thirty signs. */
export function linkTo(address: string): string {
  const [, scheme = '', rest = ''] = /^(https?:\/\/(?:www\.)?)(.*)$/.exec(address) ?? []
  const shown = rest.slice(0, 30)
  const hidden = rest.slice(30)
  const href = escapeHtml(address)
  return (
    `<a href="${href}" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">${scheme}</span>` +
    `<span class="${hidden ? 'ellipsis' : ''}">${escapeHtml(shown)}</span><span class="invisible">${escapeHtml(hidden)}</span></a>`
  )
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
