import {
  isSociusError,
  type LookedUp,
  type LookupOptions,
  type LookupResult,
  type RejectedItem,
  SociusError,
} from '@socius/core/provider'
import { describeMismatch } from '../drafts/describe-mismatch.js'
import { readAccountState } from './account-state.js'
import type { Session } from './api.js'
import { parseAtUri, postCollection, repostCollection } from './at-uri.js'
import { capabilities } from './capabilities.js'
import { draftOfPost, noCounts } from './map-post.js'
import { rejectedItem } from './rejected-item.js'
import { type PostView, postsSchema, postViewSchema, recordAnswerSchema, repostRecordSchema } from './schemas.js'

/**
 * What became of posts and reposts. The server leaves out what it does not show, without a word, so an id is `gone`
 * only if its account can be read now; else it is `unreadable`, with the state of the account as the reason. A repost
 * is there while its record is, and cannot be seen while its post cannot.
 */
export async function readLookup(
  session: Session,
  { externalIds }: LookupOptions,
): Promise<Pick<LookupResult, 'results' | 'rejected'>> {
  const ids = [...new Set(externalIds)]
  if (ids.length > capabilities.lookup.batchSize) {
    throw new SociusError('invalid_input', `bluesky: a look-up takes ${capabilities.lookup.batchSize} ids at most.`)
  }
  const posts = ids.filter((id) => parseAtUri(id)?.collection === postCollection)
  const reposts = ids.filter((id) => parseAtUri(id)?.collection === repostCollection)
  const subjects = await readSubjects(session, reposts)
  const shared = [...subjects.values()].flatMap((subject) => (subject.state === 'known' ? [subject.uri] : []))
  const answer = await readPosts(session, new Set([...posts, ...shared]))
  const lost = ids.filter((id) => {
    const subject = subjects.get(id)
    return subject ? subject.state === 'missing' : posts.includes(id) && isMissing(answer, id)
  })
  const whyLost = await explainLost(session, lost)
  const results = ids.map((externalId): LookedUp => {
    const post = answer.posts.get(externalId)
    if (post) return { state: 'present', item: draftOfPost(post) }
    return whyLost.get(externalId) ?? describeRest(externalId, subjects.get(externalId), answer)
  })
  // What a repost passes on was not asked about.
  const rejected = answer.rejected.filter(({ externalId }) => externalId === null || ids.includes(externalId))
  return { results, rejected }
}

/** Reposts that are there, and ids that cannot be told. */
function describeRest(externalId: string, subject: Subject | undefined, answer: PostsAnswer): LookedUp {
  if (subject?.state !== 'known') return { state: 'unreadable', externalId, reason: 'unreadable_item' }
  if (isMissing(answer, subject.uri)) return { state: 'unreadable', externalId, reason: 'subject_not_shown' }
  return { state: 'counted', externalId, counts: noCounts }
}

interface PostsAnswer {
  readonly posts: Map<string, PostView>
  readonly rejected: RejectedItem[]
  /** Ids that were answered and could not be read. */
  readonly unread: Set<string>
  /** Whether every element could at least be told by its id: only then does a missing id mean anything. */
  isComplete: boolean
}

function isMissing({ posts, unread, isComplete }: PostsAnswer, id: string): boolean {
  return isComplete && !posts.has(id) && !unread.has(id)
}

async function readPosts(session: Session, uris: ReadonlySet<string>): Promise<PostsAnswer> {
  const answer: PostsAnswer = { posts: new Map(), rejected: [], unread: new Set(), isComplete: true }
  if (uris.size === 0) return answer
  const params = { uris: [...uris] }
  const { posts } = await session.query('app.bsky.feed.getPosts', { params, schema: postsSchema })
  for (const raw of posts) {
    const post = postViewSchema.safeParse(raw)
    if (post.success) {
      answer.posts.set(post.data.uri, post.data)
      continue
    }
    const item = rejectedItem(raw, describeMismatch(post.error))
    answer.rejected.push(item)
    if (item.externalId) answer.unread.add(item.externalId)
    else answer.isComplete = false
  }
  return answer
}

/** What a repost passes on, as its own record says. */
type Subject = { readonly state: 'known'; readonly uri: string } | { readonly state: 'missing' | 'unreadable' }

/** One call for each: no question takes several of them. */
async function readSubjects(session: Session, reposts: readonly string[]): Promise<Map<string, Subject>> {
  const subjects = new Map<string, Subject>()
  for (const repost of reposts) subjects.set(repost, await readSubject(session, repost))
  return subjects
}

async function readSubject(session: Session, repost: string): Promise<Subject> {
  const { did, collection, rkey } = parseAtUri(repost) ?? {}
  const params = { repo: did, collection, rkey }
  try {
    const answer = await session.query('com.atproto.repo.getRecord', { params, schema: recordAnswerSchema })
    const { data } = repostRecordSchema.safeParse(answer.value)
    return data ? { state: 'known', uri: data.subject.uri } : { state: 'unreadable' }
  } catch (error) {
    if (!isSociusError(error)) throw error
    if (error.code === 'provider_not_found' && 'error' in error.details) return { state: 'missing' }
    // It is refused for this record alone, or the server does not know the question: 404 without a word, or 501.
    const isRefused = error.code === 'provider_not_found' || error.code === 'provider_rejected'
    if (isRefused || error.details['status'] === 501) return { state: 'unreadable' }
    throw error
  }
}

/** Gone, or unreadable for now: that depends on the account alone. */
async function explainLost(session: Session, lost: readonly string[]): Promise<Map<string, LookedUp>> {
  const byAccount = Map.groupBy(lost, (id) => parseAtUri(id)?.did ?? '')
  const result = new Map<string, LookedUp>()
  for (const [did, ids] of byAccount) {
    const state = await readAccountState(session, did)
    for (const externalId of ids) {
      result.set(
        externalId,
        state === 'open'
          ? { state: 'gone', externalId }
          : { state: 'unreadable', externalId, reason: `account_${state}` },
      )
    }
  }
  return result
}
