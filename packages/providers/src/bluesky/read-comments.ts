import {
  type CommentDraft,
  type CommentsOptions,
  type ReadPage,
  type RejectedItem,
  SociusError,
} from '@socius/core/provider'
import { checkLimit } from '../drafts/check-limit.js'
import { describeMismatch } from '../drafts/describe-mismatch.js'
import { isAfter, newestFirst, placeOf } from '../drafts/newest-first.js'
import type { Session } from './api.js'
import { parseAtUri, postCollection } from './at-uri.js'
import { capabilities } from './capabilities.js'
import { commentOfPost } from './map-post.js'
import { rejectedItem } from './rejected-item.js'
import { postViewSchema, type ThreadNode, threadNodeSchema, threadSchema } from './schemas.js'
import { packThreadCursor, type ThreadCursor, unpackThreadCursor } from './thread-cursor.js'

// Each level nests JSON by two, and what is nested deeper than the HTTP layer bears is dropped.
const depth = 16

/**
 * The replies to a post and the replies to them, flat. A thread comes whole from the server, so a page is a part of it,
 * newest first; a branch that goes on below what one call gives is read after the rest.
 */
export async function readComments(
  session: Session,
  options: CommentsOptions,
): Promise<Pick<ReadPage<CommentDraft>, 'items' | 'rejected' | 'next'>> {
  checkLimit(options.limit, capabilities.comments, 'comments')
  const subject = options.subjectExternalId
  // A repost has no thread of its own.
  if (parseAtUri(subject)?.collection !== postCollection) return { items: [], rejected: [], next: null }
  const cursor: ThreadCursor =
    options.cursor === null ? { anchors: [subject], after: null } : unpackThreadCursor(options.cursor)
  const [anchor = subject, ...others] = cursor.anchors
  const branch = await readBranch(session, { anchor, subject })
  const since = options.since ?? -Infinity
  const rest = branch.items.filter((item) => item.publishedAt >= since && isAfter(item, cursor.after))
  const items = rest.slice(0, options.limit)
  const last = items.at(-1)
  const next: ThreadCursor =
    last && rest.length > items.length
      ? { anchors: cursor.anchors, after: placeOf(last) }
      : { anchors: [...others, ...branch.cut], after: null }
  return { items, rejected: cursor.after === null ? branch.rejected : [], next: packThreadCursor(next) }
}

interface Branch {
  /** Newest first. */
  readonly items: CommentDraft[]
  readonly rejected: RejectedItem[]
  /** Comments whose own replies the answer left out. */
  readonly cut: string[]
}

async function readBranch(session: Session, { anchor, subject }: { anchor: string; subject: string }): Promise<Branch> {
  const params = { uri: anchor, depth, parentHeight: 0 }
  const { thread } = await session.query('app.bsky.feed.getPostThread', { params, schema: threadSchema })
  const branch: Branch = { items: [], rejected: [], cut: [] }
  const root = threadNodeSchema.safeParse(thread)
  if (!root.success) throw new SociusError('provider_not_found', 'Bluesky does not show this post.')
  const waiting = childrenOf(root.data)
  for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
    const node = threadNodeSchema.safeParse(entry.node)
    // What is deleted or blocked stands as a placeholder without a post.
    if (!node.success) continue
    const post = postViewSchema.safeParse(node.data.post)
    if (post.success) branch.items.push(commentOfPost(post.data, { subject, parent: entry.parent }))
    else branch.rejected.push(rejectedItem(node.data.post, describeMismatch(post.error)))
    // An answer that ends here has no list of replies at all, where a comment without any has an empty one.
    if (!node.data.replies && node.data.post.replyCount) cutOff(branch, node.data.post.uri)
    waiting.push(...childrenOf(node.data))
  }
  branch.items.sort(newestFirst)
  return branch
}

// The cursor names each of them, and is stored.
const maxCut = 200

function cutOff(branch: Branch, uri: string): void {
  if (branch.cut.length < maxCut) branch.cut.push(uri)
  else branch.rejected.push({ externalId: uri, reason: 'its replies lie behind too many other deep branches' })
}

function childrenOf(node: ThreadNode): { node: unknown; parent: string }[] {
  return (node.replies ?? []).map((reply) => ({ node: reply, parent: node.post.uri }))
}
