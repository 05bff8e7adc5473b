import {
  type ActivityDraft,
  type PageOptions,
  type ReadPage,
  type RejectedItem,
  type SourceAccount,
} from '@socius/core/provider'
import * as z from 'zod'
import { checkLimit } from '../drafts/check-limit.js'
import { describeMismatch } from '../drafts/describe-mismatch.js'
import { readJsonCursor } from '../drafts/json-cursor.js'
import type { Session } from './api.js'
import { capabilities } from './capabilities.js'
import { draftOfArticle } from './map-drafts.js'
import { readUser } from './read-profile.js'
import { articleSchema, articlesSchema, identifiedSchema } from './schemas.js'

/**
 * Articles of an account, newest first by the date of their publication.
 *
 * The platform pages by number, so what is published or deleted between two calls moves the rest. A page is therefore
 * read together with the one before it, and goes on behind the article that was given last, wherever that stands now.
 */
export async function readActivities(
  session: Session,
  options: PageOptions,
): Promise<Pick<ReadPage<ActivityDraft>, 'items' | 'rejected' | 'next'>> {
  checkLimit(options.limit, capabilities.activities, 'activities')
  const { account, since, cursor, limit } = options
  const start: Place = { username: account.handle, size: limit, page: 1, after: null, isFull: false }
  const place = cursor === null ? start : unpackPlace(cursor)
  const current = await readArticles(session, account, place)
  // Behind a page that was not full an empty one is the end, whatever has moved.
  const mayHaveMoved = place.page > 1 && (current.length > 0 || place.isFull)
  const before = mayHaveMoved ? await readArticles(session, account, { ...place, page: place.page - 1 }) : null
  const listed = [...new Map([...(before?.entries ?? []), ...current.entries]).values()]
  const first = listed.findIndex(({ id }) => id === place.after) + 1
  const entries = listed.slice(first, first + limit)
  const last = entries.at(-1)
  const oldest = last && 'draft' in last ? last.draft.publishedAt : null
  const isBeforeSince = since !== null && oldest !== null && oldest < since
  const next = { ...place, username: current.username, after: last?.id ?? place.after }
  const nextPage = { ...next, page: place.page + 1, isFull: current.length >= place.size }
  // A Forem may be set to give fewer than were asked for, so only an empty page is the end.
  const isEnd = current.length === 0 || isBeforeSince
  return {
    items: entries.flatMap((entry) => ('draft' in entry ? [entry.draft] : [])).sort(newestFirst),
    rejected: [...entries.flatMap((entry) => ('reason' in entry ? [rejectedItem(entry)] : [])), ...current.nameless],
    next: first + limit < listed.length ? packPlace(next) : isEnd ? null : packPlace(nextPage),
  }
}

/** An article of a list: a draft, or why there is none. */
export type ArticleEntry =
  | { readonly id: string; readonly draft: ActivityDraft }
  | { readonly id: string; readonly reason: string }

export interface ArticlePage {
  /** By id, in the platform's order. */
  readonly entries: ReadonlyMap<string, ArticleEntry>
  /** What stands in the list and cannot even be named. */
  readonly nameless: readonly RejectedItem[]
  readonly length: number
  /** What the account is called now. */
  readonly username: string
}

/**
 * One page of the list of an account. The list is asked for by username, and a username can be given up and taken by
 * somebody else, while the id stays. So where it holds nothing by the account, the account is asked for its name.
 * @throws `provider_not_found` when there is no such account: the list of one is empty.
 */
export async function readArticles(
  session: Session,
  account: SourceAccount,
  { username, size, page }: { readonly username: string; readonly size: number; readonly page: number },
): Promise<ArticlePage> {
  const ask = async (name: string) => {
    const params = { username: name, page, per_page: size }
    const list = await session.get('/articles', { params, schema: articlesSchema })
    return sortOut(list, { session, account, username: name })
  }
  const answer = await ask(username)
  const isTheirs = [...answer.entries.values()].some((entry) => 'draft' in entry)
  if (isTheirs || page > 1) return answer
  const user = await readUser(session, account.externalId)
  return user.username === username ? answer : ask(user.username)
}

function sortOut(
  list: readonly unknown[],
  { session, account, username }: { session: Session; account: SourceAccount; username: string },
): ArticlePage {
  const origin = { host: session.host, now: session.now() }
  const entries = new Map<string, ArticleEntry>()
  const nameless: RejectedItem[] = []
  for (const item of list) {
    const identified = identifiedSchema.safeParse(item)
    if (!identified.success) {
      nameless.push({ externalId: null, reason: describeMismatch(identified.error) })
      continue
    }
    const id = String(identified.data.id)
    entries.set(id, { id, ...readArticle(item, { account, origin }) })
  }
  return { entries, nameless, length: list.length, username }
}

/** The draft of an article by the account, or why there is none. */
export function readArticle(
  item: unknown,
  { account, origin }: { account: SourceAccount; origin: { host: string; now: number } },
): { readonly draft: ActivityDraft } | { readonly reason: string } {
  const article = articleSchema.safeParse(item)
  if (!article.success) return { reason: describeMismatch(article.error) }
  const draft = draftOfArticle(article.data, origin)
  return draft.author.externalId === account.externalId ? { draft } : { reason: 'an article by another account' }
}

function rejectedItem({ id, reason }: { id: string; reason: string }): RejectedItem {
  return { externalId: id, reason }
}

function newestFirst(a: ActivityDraft, b: ActivityDraft): number {
  return b.publishedAt - a.publishedAt
}

/** Where the reading of a list stands. */
interface Place {
  readonly username: string
  /** Articles of a page, the same for all of them: pages are told by their number. */
  readonly size: number
  readonly page: number
  /** The article that was given last. */
  readonly after: string | null
  /** Whether the page before had as many articles as were asked for. */
  readonly isFull: boolean
}

const placeSchema = z.tuple([
  z.string(),
  z.int().min(1).max(1000),
  z.int().min(1).max(1_000_000),
  z.string().nullable(),
  z.boolean(),
])

function packPlace({ username, size, page, after, isFull }: Place): string {
  return JSON.stringify([username, size, page, after, isFull] satisfies z.output<typeof placeSchema>)
}

/** @throws `invalid_cursor` */
function unpackPlace(cursor: string): Place {
  const place = readJsonCursor(cursor, { schema: placeSchema, platform: 'devto', items: 'articles' })
  const [username, size, page, after, isFull] = place
  return { username, size, page, after, isFull }
}
