import { makeUpText, makeUpTitle } from '../made-up-text.js'
import { mix } from '../seeded-random.js'

/** What a blog's author writes. */
export interface EntryContent {
  readonly title: string
  readonly html: string
  readonly tags?: readonly string[]
  readonly summary?: string
  /** @default the blog's */
  readonly author?: string
  /** The address of a picture. */
  readonly image?: string
}

/** An entry as the blog keeps it. */
export interface StoredEntry extends EntryContent {
  readonly id: string
  readonly url: string
  /** Milliseconds since the epoch, whole seconds: feeds have no finer times. */
  readonly publishedAt: number
  readonly updatedAt: number
}

export interface GeneratedEntries {
  readonly count: number
  make(index: number): StoredEntry
}

export interface GeneratedEntriesOptions {
  readonly blogUrl: string
  readonly seed: number
  /** The number of the first, which is part of ids and addresses. */
  readonly first: number
  readonly count: number
  /** Milliseconds since the epoch. */
  readonly from: number
  readonly every: number
}

/** Entries that are made when they are looked at, the oldest at 0. */
export function createGeneratedEntries(options: GeneratedEntriesOptions): GeneratedEntries {
  const { blogUrl, seed, first, count, from, every } = options
  return {
    count,
    make(index) {
      const title = makeUpTitle(seed, index)
      const { text, tags } = makeUpText(seed ^ 1, index)
      const publishedAt = wholeSecond(from + index * every + (mix(seed, index) % every))
      const number = first + index
      return {
        id: idOf(blogUrl, number),
        url: `${blogUrl}/${slugOf(title)}-${number}`,
        title,
        html: `<p>${escapeHtml(text)}</p><p>Written in one go, with <a href="https://example.org">sources</a>.</p>`,
        tags,
        publishedAt,
        updatedAt: publishedAt,
      }
    },
  }
}

export function idOf(blogUrl: string, number: number): string {
  return `${blogUrl}/?p=${number}`
}

export function slugOf(title: string): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
  return plain.replace(/^-+|-+$/g, '').slice(0, 60) || 'entry'
}

export function wholeSecond(time: number): number {
  return Math.floor(time / 1000) * 1000
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
