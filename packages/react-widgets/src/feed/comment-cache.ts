import type { Comment } from '@socius/core'
import { type InfiniteData, infiniteQueryOptions, type QueryClient, type QueryKey } from '@tanstack/react-query'
import type { Connection } from '../connection/socius-provider.js'
import { reactionKey } from './reaction-key.js'

export interface CommentPage {
  readonly items: readonly Comment[]
  readonly next: string | null
}

export type CommentPages = InfiniteData<CommentPage, string | null>

/** The comments on an activity as TanStack Query takes them, the oldest first. */
export function commentsQuery({ client, viewerId }: Connection, subjectId: string, pageSize: number) {
  return infiniteQueryOptions({
    queryKey: [...commentsKey(viewerId, subjectId), pageSize],
    queryFn: ({ pageParam: cursor, signal }): Promise<CommentPage> =>
      client.comments.list({ subjectId, limit: pageSize, cursor }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }: CommentPage) => next ?? undefined,
  })
}

/** The key under which all comments on an activity are kept. */
export function commentsKey(viewerId: string, subjectId: string): QueryKey {
  return ['socius', viewerId, 'comments', subjectId]
}

/** The key of comments that are on their way: a part of what the viewer does to the activity. */
export function commentingKey(viewerId: string, subjectId: string): QueryKey {
  return [...reactionKey(viewerId, subjectId), 'comment']
}

/** The comments that are on their way, apart from the others: whatever is read anew meanwhile, they stay. */
export function sendingKey(viewerId: string, subjectId: string): QueryKey {
  return ['socius', viewerId, 'sending', subjectId]
}

/** What a viewer has written and not sent. */
export function draftKey(viewerId: string, subjectId: string): QueryKey {
  return ['socius', viewerId, 'draft', subjectId]
}

const sending = 'sending '
let sent = 0

/** A comment as it is shown until the server has given it an id. */
export function commentBeingSent(viewerId: string, subjectId: string, text: string): Comment {
  const id = `${sending}${++sent}`
  const now = Date.now()
  return {
    id,
    subjectId,
    personId: viewerId,
    origin: 'native',
    platform: 'native',
    externalId: id,
    accountId: null,
    parentId: null,
    authorExternalId: null,
    authorName: null,
    authorHandle: null,
    url: null,
    text,
    html: null,
    contentHash: '',
    publishedAt: now,
    editedAt: null,
    fetchedAt: now,
  }
}

export function isBeingSent({ id }: Pick<Comment, 'id'>): boolean {
  return id.startsWith(sending)
}

/** Puts a comment last wherever these comments are shown. */
export function putComment(queryClient: QueryClient, key: QueryKey, comment: Comment): void {
  dropComment(queryClient, key, comment.id)
  changePages(queryClient, key, (pages) =>
    pages.map((page, place) => (place === pages.length - 1 ? { ...page, items: [...page.items, comment] } : page)),
  )
}

export function dropComment(queryClient: QueryClient, key: QueryKey, commentId: string): void {
  changePages(queryClient, key, (pages) => pages.map((page) => without(page, commentId)))
}

/** Puts a comment back where its time has it. */
export function restoreComment(queryClient: QueryClient, key: QueryKey, comment: Comment): void {
  changePages(queryClient, key, (pages) => {
    if (pages.some(({ items }) => items.some(({ id }) => id === comment.id))) return pages
    const later = pages.findIndex(({ items }) => items.some((one) => isLater(one, comment)))
    const at = later === -1 ? pages.length - 1 : later
    return pages.map((page, place) => {
      if (place !== at) return page
      const before = page.items.filter((one) => !isLater(one, comment))
      const after = page.items.filter((one) => isLater(one, comment))
      return { ...page, items: [...before, comment, ...after] }
    })
  })
}

/** Comments of pages, each once: what was put last while pages were missing stands where its page has it. */
export function commentsOf(pages: readonly CommentPage[]): readonly Comment[] {
  const byId = new Map<string, Comment>()
  for (const comment of pages.flatMap(({ items }) => items)) {
    byId.delete(comment.id)
    byId.set(comment.id, comment)
  }
  return [...byId.values()]
}

function changePages(
  queryClient: QueryClient,
  queryKey: QueryKey,
  change: (pages: readonly CommentPage[]) => readonly CommentPage[],
): void {
  queryClient.setQueriesData<CommentPages>({ queryKey }, (data) => data && { ...data, pages: [...change(data.pages)] })
}

function without(page: CommentPage, commentId: string): CommentPage {
  const items = page.items.filter(({ id }) => id !== commentId)
  return items.length === page.items.length ? page : { ...page, items }
}

function isLater(one: Comment, other: Comment): boolean {
  return one.publishedAt > other.publishedAt || (one.publishedAt === other.publishedAt && one.id > other.id)
}
