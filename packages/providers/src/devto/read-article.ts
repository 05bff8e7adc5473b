import {
  type ItemOptions,
  type ItemResult,
  type LookedUp,
  type LookupOptions,
  type LookupResult,
  SociusError,
  type SourceAccount,
} from '@socius/core/provider'
import { describeMismatch } from '../drafts/describe-mismatch.js'
import { notAnItem, readPageAddress } from '../drafts/item-address.js'
import type { Session } from './api.js'
import { capabilities } from './capabilities.js'
import { draftOfArticle } from './map-drafts.js'
import { type ArticleEntry, readArticle, readArticles } from './read-activities.js'
import { articleSchema, identifiedSchema } from './schemas.js'

/** An article by its number or by its page on the Forem. */
export async function readItem(session: Session, { address }: ItemOptions): Promise<Pick<ItemResult, 'item'>> {
  const path = readArticleAddress(address, session.host)
  const found = await session.get(`/articles/${path}`, { schema: identifiedSchema })
  if (/^\d+$/.test(path) && String(found.id) !== path) {
    throw new SociusError('provider_malformed', 'The Forem gave another article.')
  }
  const article = articleSchema.safeParse(found)
  if (article.success) return { item: draftOfArticle(article.data, { host: session.host, now: session.now() }) }
  throw new SociusError('provider_malformed', 'The article cannot be read.', {
    details: { problem: describeMismatch(article.error) },
  })
}

const pagePath = /^\/(\w{1,100})\/([\w-]{1,300})\/?$/

/**
 * What stands for an article in the questions of the API: its number, or the name of its author and its own.
 * @param host the address of the Forem, without a slash at its end.
 * @throws `invalid_input`
 */
function readArticleAddress(typed: string, host: string): string {
  const id = typed.trim()
  if (/^[1-9]\d{0,15}$/.test(id)) return id
  const page = readPageAddress(typed)
  const forem = new URL(host)
  const base = forem.pathname.replace(/\/+$/, '')
  if (page && bareHost(page) === bareHost(forem) && page.pathname.startsWith(`${base}/`)) {
    const [, author, slug] = pagePath.exec(page.pathname.slice(base.length)) ?? []
    if (author && slug) return `${author.toLowerCase()}/${slug}`
  }
  throw notAnItem('devto', `${host}/name/title-of-the-article-1a2b`)
}

function bareHost({ host }: URL): string {
  return host.replace(/^www\./, '')
}

type Answer = Pick<LookupResult, 'results' | 'rejected'>

/**
 * What became of an article. An article that is not there is 404, but so is one that another Forem of the same network
 * publishes, which the list of its author shows. So it is `gone` only when its author can be read and does not list it
 * either; that it was only unpublished cannot be told.
 * @throws `provider_not_found` when the account is not there: what it published may come back with it
 */
export async function readLookup(
  session: Session,
  { account, externalIds, publishedAt }: LookupOptions,
): Promise<Answer> {
  const [id, ...others] = new Set(externalIds)
  if (others.length > 0) {
    throw new SociusError('invalid_input', `devto: a look-up takes ${capabilities.lookup.batchSize} id at most.`)
  }
  if (id === undefined) return { results: [], rejected: [] }
  if (!/^[1-9]\d{0,15}$/.test(id)) return unreadable(id, 'not_an_id')
  const found = await session.find(`/articles/${id}`, { schema: identifiedSchema })
  if (found !== null) {
    if (String(found.id) !== id) throw new SociusError('provider_malformed', 'The Forem gave another article.')
    return shown({ id, ...readArticle(found, { account, origin: { host: session.host, now: session.now() } }) })
  }
  const listed = await findListed(session, account, { id, publishedAt: publishedAt?.get(id) })
  if (listed === 'absent') return { results: [{ state: 'gone', externalId: id }], rejected: [] }
  return listed === 'unknown' ? unreadable(id, 'list_unreadable') : shown(listed)
}

function shown(entry: ArticleEntry): Answer {
  if ('draft' in entry) return { results: [{ state: 'present', item: entry.draft }], rejected: [] }
  const { id: externalId, reason } = entry
  return { ...unreadable(externalId, 'unreadable_item'), rejected: [{ externalId, reason }] }
}

function unreadable(externalId: string, reason: string): Answer {
  const result: LookedUp = { state: 'unreadable', externalId, reason }
  return { results: [result], rejected: [] }
}

const pageSize = capabilities.activities.pageSize
// Of so many thousand articles nobody is the author.
const maxPages = 20

/**
 * Looks for an article in the list of its author: to where it would stand by its date, else to the end. `unknown` when
 * something in the list cannot be told by its id, for that may be the article.
 */
async function findListed(
  session: Session,
  account: SourceAccount,
  { id, publishedAt = -Infinity }: { readonly id: string; readonly publishedAt: number | undefined },
): Promise<ArticleEntry | 'absent' | 'unknown'> {
  let username = account.handle
  for (let page = 1; page <= maxPages; page += 1) {
    const answer = await readArticles(session, account, { username, size: pageSize, page })
    username = answer.username
    const entry = answer.entries.get(id)
    if (entry) return entry
    if (answer.nameless.length > 0) return 'unknown'
    const passed = [...answer.entries.values()].some((each) => 'draft' in each && each.draft.publishedAt < publishedAt)
    if (answer.length === 0 || passed) return 'absent'
  }
  return 'unknown'
}
