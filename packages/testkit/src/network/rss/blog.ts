import { seedOf } from '../seeded-random.js'
import type { VirtualClock } from '../virtual-clock.js'
import {
  createGeneratedEntries,
  type EntryContent,
  type GeneratedEntries,
  idOf,
  type StoredEntry,
  slugOf,
  wholeSecond,
} from './entry.js'

export interface BlogOptions {
  /** @default the host's name */
  readonly title?: string
  readonly description?: string
  readonly author?: string
  /** @default 'en' */
  readonly language?: string
  /** How many of the newest entries its feeds show. @default 10 */
  readonly window?: number
  /**
   * What stands as an entry's id in RSS: an opaque text, its address, or nothing at all. Atom and JSON Feed always
   * have ids. @default 'opaque'
   */
  readonly guids?: 'opaque' | 'permalink' | 'none'
  /** What it gives for asking again. @default 'both' */
  readonly validators?: 'both' | 'etag' | 'lastModified' | 'none'
}

export interface BlogEntry {
  /** As Atom and JSON Feed name it, and RSS unless the blog's options say otherwise. */
  readonly id: string
  readonly url: string
  readonly title: string
}

export interface PublishOptions extends EntryContent {
  /** When, for entries from the past. Milliseconds since the epoch. @default now */
  readonly at?: number
}

/** A simulated blog. Each write takes a second of virtual time, since its feeds have no finer times. */
export interface Blog {
  readonly url: string
  /** The same entries in three formats. */
  readonly feeds: { readonly rss: string; readonly atom: string; readonly json: string }
  publish(entry: PublishOptions): BlogEntry
  edit(entry: BlogEntry, changes: Partial<EntryContent>): BlogEntry
  remove(entry: BlogEntry): void
  /** Adds many entries with made-up texts, older than all others. They take no memory. */
  generate(count: number, options?: { every?: number }): void
  /** From now on every address here leads permanently to the same path there. */
  moveTo(url: string): void
}

/** A blog, seen from inside the network. */
export interface BlogState {
  readonly url: string
  readonly feeds: Blog['feeds']
  readonly options: Required<Pick<BlogOptions, 'title' | 'language' | 'window' | 'guids' | 'validators'>> & BlogOptions
  /** Oldest first. */
  entries: StoredEntry[]
  readonly generated: GeneratedEntries[]
  /** The ids of those that are no longer as they were generated. */
  readonly replaced: Set<string>
  /** Grows with every change. */
  revision: number
  changedAt: number
  movedTo: string | null
}

const day = 24 * 60 * 60 * 1000

export interface CreateBlogOptions {
  readonly url: string
  readonly options: BlogOptions
  readonly clock: VirtualClock
  readonly seed: number
}

export function createBlog({ url: given, options, clock, seed }: CreateBlogOptions): { blog: Blog; state: BlogState } {
  const url = given.replace(/\/+$/, '')
  const { title = new URL(url).host, language = 'en', window = 10, guids = 'opaque', validators = 'both' } = options
  const state: BlogState = {
    url,
    feeds: { rss: `${url}/feed.xml`, atom: `${url}/atom.xml`, json: `${url}/feed.json` },
    options: { ...options, title, language, window, guids, validators },
    entries: [],
    generated: [],
    replaced: new Set(),
    revision: 1,
    changedAt: wholeSecond(clock.now()),
    movedTo: null,
  }
  let numbers = 0

  /** The moment of a write; without one of its own it takes a second. */
  function write(at?: number): number {
    if (at === undefined) void clock.advance(1000)
    const time = at ?? clock.now()
    if (!(time >= 0 && time <= clock.now())) throw new RangeError('An entry is written now or in the past.')
    state.revision += 1
    state.changedAt = wholeSecond(clock.now())
    return wholeSecond(time)
  }

  function find(entry: BlogEntry): StoredEntry {
    const found = newestEntries(state, Infinity).find(({ id }) => id === entry.id)
    if (!found) throw new Error(`There is no entry ${entry.id}.`)
    return found
  }

  const blog: Blog = {
    url,
    feeds: state.feeds,
    publish({ at, ...content }) {
      const publishedAt = write(at)
      numbers += 1
      const address = `${url}/${slugOf(content.title)}-${numbers}`
      const entry = { ...content, id: idOf(url, numbers), url: address, publishedAt, updatedAt: publishedAt }
      state.entries = inOrder([...state.entries, entry])
      return toBlogEntry(entry)
    },
    edit(entry, changes) {
      const edited = { ...find(entry), ...changes, updatedAt: write() }
      state.replaced.add(entry.id)
      state.entries = inOrder([...state.entries.filter(({ id }) => id !== entry.id), edited])
      return toBlogEntry(edited)
    },
    remove(entry) {
      find(entry)
      write()
      state.replaced.add(entry.id)
      state.entries = state.entries.filter(({ id }) => id !== entry.id)
    },
    generate(count, { every = day } = {}) {
      const oldest = newestEntries(state, Infinity).at(-1)?.publishedAt ?? clock.now()
      const from = oldest - (count + 1) * every
      const name = `${url}/${state.generated.length}`
      state.generated.push(
        createGeneratedEntries({ blogUrl: url, seed: seedOf(seed, name), first: numbers + 1, count, from, every }),
      )
      numbers += count
      state.revision += 1
    },
    moveTo(address) {
      state.movedTo = address.replace(/\/+$/, '')
    },
  }
  return { blog, state }
}

/** The newest entries, newest first. */
export function newestEntries({ entries, generated, replaced }: BlogState, limit: number): StoredEntry[] {
  const newest = limit < entries.length ? entries.slice(entries.length - limit) : [...entries]
  for (const block of generated) {
    let taken = 0
    for (let i = block.count - 1; i >= 0 && taken < limit; i -= 1) {
      const entry = block.make(i)
      if (replaced.has(entry.id)) continue
      newest.push(entry)
      taken += 1
    }
  }
  newest.sort((a, b) => b.publishedAt - a.publishedAt)
  return newest.length > limit ? newest.slice(0, limit) : newest
}

function inOrder(entries: StoredEntry[]): StoredEntry[] {
  return entries.sort((a, b) => a.publishedAt - b.publishedAt)
}

function toBlogEntry({ id, url, title }: StoredEntry): BlogEntry {
  return { id, url, title }
}
