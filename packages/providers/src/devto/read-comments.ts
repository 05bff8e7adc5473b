import type { CommentDraft, CommentsOptions, ReadPage, RejectedItem } from '@socius/core/provider'
import * as z from 'zod'
import { checkLimit } from '../drafts/check-limit.js'
import { describeMismatch } from '../drafts/describe-mismatch.js'
import { readJsonCursor } from '../drafts/json-cursor.js'
import { isAfter, newestFirst, type Place, placeOf } from '../drafts/newest-first.js'
import type { Session } from './api.js'
import { capabilities } from './capabilities.js'
import { draftOfComment } from './map-drafts.js'
import { commentNodeSchema, commentSchema, commentsSchema, idCode, placeholderSchema } from './schemas.js'

/**
 * The comments on an article and the answers to them, flat. A thread comes whole from the server, so a page is a part
 * of it, newest first; a branch that goes on deeper than the HTTP layer bears is read after the rest.
 */
export async function readComments(
  session: Session,
  options: CommentsOptions,
): Promise<Pick<ReadPage<CommentDraft>, 'items' | 'rejected' | 'next'>> {
  checkLimit(options.limit, capabilities.comments, 'comments')
  const subject = options.subjectExternalId
  const cursor = options.cursor === null ? null : unpackCursor(options.cursor)
  const [anchor = null, ...others] = cursor?.anchors ?? []
  const branch = await readBranch(session, { anchor, subject, room: maxAnchors - others.length })
  const since = options.since ?? -Infinity
  const after = cursor?.after ?? null
  const rest = branch.items.filter((item) => item.publishedAt >= since && isAfter(item, after))
  const items = rest.slice(0, options.limit)
  const last = items.at(-1)
  const next: ThreadCursor =
    last && rest.length > items.length
      ? { anchors: cursor?.anchors ?? [], after: placeOf(last) }
      : { anchors: [...others, ...branch.cut], after: null }
  return { items, rejected: after === null ? branch.rejected : [], next: packCursor(next) }
}

// The cursor names each of them.
const maxAnchors = 200
// More than that are no comments, as long as an answer may be at all.
const maxComments = 25_000

/** A comment whose branch is read by a call of its own, and the comment that it answers. */
type Anchor = readonly [id: string, parent: string | null]

interface Branch {
  /** Newest first. */
  readonly items: CommentDraft[]
  readonly rejected: RejectedItem[]
  /** Where the answer was cut off, comment included. */
  readonly cut: Anchor[]
}

interface BranchQuestion {
  /** Null for the whole thread. */
  readonly anchor: Anchor | null
  readonly subject: string
}

interface WaitingNode {
  readonly node: unknown
  readonly parent: string | null
}

async function readBranch(
  session: Session,
  { anchor, subject, room }: BranchQuestion & { readonly room: number },
): Promise<Branch> {
  const origin = { host: session.host, now: session.now(), subject }
  const branch: Branch = { items: [], rejected: [], cut: [] }
  const waiting = await askBranch(session, { anchor, subject })
  const seen = new Set<string>()
  for (let entry = waiting.pop(), read = 1; entry; entry = waiting.pop(), read += 1) {
    if (read > maxComments) {
      branch.rejected.push({ externalId: null, reason: `more than ${maxComments} comments in one answer` })
      break
    }
    const { node, parent: inReplyTo } = entry
    const identified = commentNodeSchema.safeParse(node)
    if (!identified.success) {
      branch.rejected.push({ externalId: null, reason: describeMismatch(identified.error) })
      continue
    }
    const { id_code: id, children } = identified.data
    if (seen.has(id)) continue
    seen.add(id)
    if (isCut(children) && id !== anchor?.[0]) {
      if (branch.cut.length < room) branch.cut.push([id, inReplyTo])
      else branch.rejected.push({ externalId: id, reason: 'it stands behind too many other deep branches' })
      continue
    }
    for (const child of Array.isArray(children) ? children : []) waiting.push({ node: child, parent: id })
    // Its own answers stay answers to it: its id goes on to be theirs.
    if (placeholderSchema.safeParse(node).success) continue
    const comment = commentSchema.safeParse(node)
    if (comment.success) branch.items.push(draftOfComment(comment.data, { ...origin, inReplyTo }))
    else branch.rejected.push({ externalId: id, reason: describeMismatch(comment.error) })
  }
  branch.items.sort(newestFirst)
  return branch
}

async function askBranch(session: Session, { anchor, subject }: BranchQuestion): Promise<WaitingNode[]> {
  if (anchor) {
    const [id, parent] = anchor
    const node = await session.find(`/comments/${id}`, { schema: commentNodeSchema })
    // It may have been deleted with its branch meanwhile, and the rest of the thread is there.
    return node === null ? [] : [{ node, parent }]
  }
  // Without `page` the whole thread is given.
  const nodes = await session.get('/comments', { params: { a_id: subject }, schema: commentsSchema })
  return nodes.map((node) => ({ node, parent: null }))
}

/** What lies too deep is null; a comment without answers has an empty list of them. */
function isCut(children: unknown): boolean {
  return children === null || (Array.isArray(children) && children.includes(null))
}

/** Where the reading of a thread stands. */
interface ThreadCursor {
  /** The branches still to be read, the first of which is being read; empty while the thread itself is. */
  readonly anchors: readonly Anchor[]
  /** The last comment given of what is being read; null before the first. */
  readonly after: Place | null
}

const cursorSchema = z.tuple([z.array(z.tuple([idCode, idCode.nullable()])), z.tuple([z.int(), z.string()]).nullable()])

function packCursor({ anchors, after }: ThreadCursor): string | null {
  return anchors.length === 0 && after === null ? null : JSON.stringify([anchors, after])
}

/** @throws `invalid_cursor` */
function unpackCursor(cursor: string): ThreadCursor {
  const [anchors, after] = readJsonCursor(cursor, { schema: cursorSchema, platform: 'devto', items: 'comments' })
  return { anchors, after }
}
