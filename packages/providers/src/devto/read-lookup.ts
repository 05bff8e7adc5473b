import {
  type LookedUp,
  type LookupOptions,
  type LookupResult,
  SociusError,
  type SourceAccount,
} from '@socius/core/provider'
import type { Session } from './api.js'
import { capabilities } from './capabilities.js'
import { type ArticleEntry, readArticle, readArticles } from './read-activities.js'
import { identifiedSchema } from './schemas.js'

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
