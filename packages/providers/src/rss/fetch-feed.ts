import type { SourceAccount } from '@socius/core/provider'
import type { BytesAnswer, Http, Validators } from '../http/index.js'
import { parseFeed } from './parse-feed.js'
import { type PlacedFeed, placeItems } from './place-items.js'

// Many hosts answer a feed only to whoever asks for one, and a page to everybody else.
export const acceptFeeds =
  'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, ' +
  'text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1'

export interface FetchFeedOptions {
  readonly account: SourceAccount
  readonly validators: Validators | null
  /** The time that dates of the future and missing dates become; null for the time of the answer. */
  readonly fetchedAt: number | null
  readonly signal: AbortSignal
}

export interface FetchedFeed {
  readonly answer: BytesAnswer
  /** Null when the feed has not changed since the validators were given. */
  readonly placed: PlacedFeed | null
  readonly fetchedAt: number
}

/** Fetches the feed of an account. @throws what {@link Http.bytes} throws, `provider_malformed` for what is no feed */
export async function fetchFeed(http: Http, options: FetchFeedOptions): Promise<FetchedFeed> {
  const { account, validators, signal } = options
  const answer = await http.bytes({ url: account.externalId, validators, signal, headers: { accept: acceptFeeds } })
  const fetchedAt = options.fetchedAt ?? http.now()
  if (answer.status === 304) return { answer, placed: null, fetchedAt }
  const parsed = parseFeed(answer.bytes, answer.headers.get('content-type'))
  if ('page' in parsed) throw http.malformed(answer, 'is a page and no feed')
  if ('problem' in parsed) throw http.malformed(answer, parsed.problem)
  const { lastModified } = answer.validators
  const where = { feedAddress: new URL(account.externalId), url: answer.url }
  return { answer, placed: placeItems(parsed.feed, { ...where, lastModified, now: fetchedAt }), fetchedAt }
}
