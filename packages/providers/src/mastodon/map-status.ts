import type { ActivityDraft, CommentDraft, Counts, DraftMention, Media, RejectedItem } from '@socius/core/provider'
import { describeMismatch } from '../drafts/describe-mismatch.js'
import { languageTag } from '../drafts/language-tag.js'
import { readHtml } from '../drafts/read-html.js'
import { draftAuthor, fullHandle } from './read-account.js'
import {
  attachmentSchema,
  cardSchema,
  identifiedSchema,
  mentionSchema,
  quoteSchema,
  type StatusView,
  statusSchema,
  tagSchema,
} from './schemas.js'

/**
 * The external id of a status is its `uri`, the address by which the servers of the network know it: it is the same on
 * all of them, where `id` is another on each. Mastodon makes it of the address of the account and its own id, so the
 * way back needs no question: `https://server/users/name/statuses/ID`, from 4.6 on also `https://server/ap/users/ID/…`.
 * A boost is a status of its own and ends in `/activity`. No other form is taken apart: a wrong id would be missing from
 * every answer, and what is missing is erased.
 */
export interface StatusAddress {
  /** The external id of the account. */
  readonly owner: string
  /** On the account's own server. */
  readonly localId: string
  readonly isBoost: boolean
}

const statusAddress = /^(https?:\/\/[^/?#]+\/(?:ap\/)?users\/[^/?#]+)\/statuses\/([A-Za-z0-9]{1,100})(\/activity)?$/

/** Null for addresses that do not hold the local id, such as those of Pleroma and Akkoma. */
export function parseStatusAddress(uri: string): StatusAddress | null {
  const [, owner, localId, boost] = statusAddress.exec(uri) ?? []
  return owner && localId ? { owner, localId, isBoost: boost !== undefined } : null
}

/** The external ids of statuses by their ids on the server that was asked. */
export type KnownIds = ReadonlyMap<string, string>

/** What a draft takes from outside its status. */
export interface Reading {
  readonly known: KnownIds
  /** The reader's own time. The author's server sets that of a status, so it may lie: nothing is later than this. */
  readonly now: number
}

/** The status, or why it was set aside. */
export function readStatus(raw: unknown): StatusView | RejectedItem {
  const parsed = statusSchema.safeParse(raw)
  return parsed.success ? parsed.data : rejectedItem(raw, describeMismatch(parsed.error))
}

export function isRejected(status: StatusView | RejectedItem): status is RejectedItem {
  return 'reason' in status
}

export function rejectedItem(raw: unknown, reason: string): RejectedItem {
  return { externalId: identifiedSchema.safeParse(raw).data?.uri ?? null, reason }
}

/** A post, a reply (`comment`), a poll, a quote (`share` with a text), a video, or a boost (`share` without one). */
export function draftOfStatus(status: StatusView, reading: Reading): ActivityDraft {
  if (status.reblog) return { ...draftOf(status, reading), ...boosted(status.reblog) }
  const media = readMedia(status)
  const shareOf = quoteSchema.safeParse(status.quote).data?.quoted_status.uri ?? null
  return {
    ...draftOf(status, reading),
    kind: kindOf(status, shareOf, media),
    url: status.url ?? status.uri,
    title: status.spoiler_text?.trim() || null,
    ...readContent(status.content),
    language: languageTag(status.language),
    media,
    hashtags: readHashtags(status),
    mentions: readMentions(status),
    counts: countsOf(status),
    inReplyTo: parentOf(status, reading.known),
    shareOf,
  }
}

/**
 * A boost: somebody else's status passed on. The draft names it and copies nothing of it, for its author has not agreed
 * to be stored here; its counts are not the booster's either.
 */
function boosted({ uri, url }: NonNullable<StatusView['reblog']>): Partial<ActivityDraft> {
  return { kind: 'share', url: url ?? uri, shareOf: uri }
}

/** What a status of any kind has, and nothing of the others. */
function draftOf(status: StatusView, { now }: Reading): ActivityDraft {
  return {
    externalId: status.uri,
    kind: 'post',
    url: null,
    author: draftAuthor(status.account),
    title: null,
    text: null,
    html: null,
    links: [],
    language: null,
    media: [],
    hashtags: [],
    mentions: [],
    counts: { likes: null, comments: null, shares: null, views: null },
    audience: audienceOf(status),
    inReplyTo: null,
    shareOf: null,
    ...timesOf(status, now),
    // Cards, poll votes and agreed quotes change the copy without a word, so `edited_at` is no version.
    version: null,
  }
}

/** A reply as a comment. Sync shows comments to everybody, so one that is not public is set aside. */
export function commentOfStatus(
  status: StatusView,
  thread: Reading & { readonly subject: string },
): CommentDraft | RejectedItem {
  if (audienceOf(status) !== 'public') return { externalId: status.uri, reason: 'a reply that is not public' }
  const parent = thread.known.get(status.in_reply_to_id ?? '') ?? thread.subject
  return {
    externalId: status.uri,
    url: status.url ?? status.uri,
    subjectExternalId: thread.subject,
    inReplyTo: parent === thread.subject ? null : parent,
    author: draftAuthor(status.account),
    ...readContent(status.content),
    links: [],
    counts: countsOf(status),
    ...timesOf(status, thread.now),
  }
}

/**
 * What a status answers, by its external id. The server gives its own id only: of a reply to oneself the rest follows
 * from the account's address, any other has to be known. Null where it is not, and the kind says that it is a reply.
 */
function parentOf(status: StatusView, known: KnownIds): string | null {
  const id = status.in_reply_to_id
  if (!id) return null
  const own = repliesToSelf(status) ? parseStatusAddress(status.uri)?.owner : undefined
  return own ? `${own}/statuses/${id}` : (known.get(id) ?? null)
}

/** The id of what a status answers, where its external id has to be asked for. */
export function unknownParentOf(status: StatusView): string | null {
  const isKnown = status.reblog || (repliesToSelf(status) && parseStatusAddress(status.uri))
  return isKnown ? null : (status.in_reply_to_id ?? null)
}

function repliesToSelf(status: StatusView): boolean {
  return status.in_reply_to_account_id === status.account.id
}

function kindOf(status: StatusView, shareOf: string | null, media: readonly Media[]): ActivityDraft['kind'] {
  if (status.in_reply_to_id) return 'comment'
  if (status.poll) return 'poll'
  if (shareOf) return 'share'
  return media.some(({ type }) => type === 'video') ? 'video' : 'post'
}

function timesOf(status: StatusView, now: number): Pick<ActivityDraft, 'publishedAt' | 'editedAt'> {
  const { created_at: createdAt, edited_at: editedAt } = status
  return {
    publishedAt: Math.min(Date.parse(createdAt), now),
    editedAt: editedAt ? Math.min(Date.parse(editedAt), now) : null,
  }
}

function audienceOf({ visibility }: StatusView): ActivityDraft['audience'] {
  if (visibility === 'public' || visibility === 'unlisted') return 'public'
  return visibility === 'private' ? 'connections' : 'private'
}

function countsOf(status: StatusView): Counts {
  const { reblogs_count: boosts, quotes_count: quotes } = status
  const isKnown = typeof boosts === 'number' || typeof quotes === 'number'
  return {
    likes: status.favourites_count ?? null,
    comments: status.replies_count ?? null,
    shares: isKnown ? (boosts ?? 0) + (quotes ?? 0) : null,
    views: null,
  }
}

function readContent(content: string): Pick<ActivityDraft, 'text' | 'html'> {
  const { text, tooDeep } = readHtml(content)
  return { text, html: tooDeep ? null : content || null }
}

const mediaTypes: Readonly<Record<string, Media['type']>> = {
  image: 'image',
  gifv: 'video',
  video: 'video',
  audio: 'audio',
}

function readMedia(status: StatusView): Media[] {
  const attached = (status.media_attachments ?? []).flatMap((raw): Media[] => {
    const { data } = attachmentSchema.safeParse(raw)
    const url = data?.url ?? data?.remote_url
    if (!data || !url) return []
    const { width, height } = data.meta?.original ?? {}
    const type = mediaTypes[data.type] ?? 'file'
    const description = data.description || null
    return [
      { type, url, previewUrl: data.preview_url ?? null, description, width: width ?? null, height: height ?? null },
    ]
  })
  const card = cardSchema.safeParse(status.card).data
  if (!card) return attached
  const { url, title, image } = card
  const size = { width: null, height: null }
  return [...attached, { type: 'link', url, previewUrl: image ?? null, description: title || null, ...size }]
}

function readHashtags({ tags }: StatusView): string[] {
  const names = (tags ?? []).flatMap((raw) => tagSchema.safeParse(raw).data?.name ?? [])
  return [...new Map(names.map((name) => [name.toLowerCase(), name])).values()]
}

/** The server names them by its own ids and by their pages, neither of which is the external id of an account. */
function readMentions({ mentions }: StatusView): DraftMention[] {
  return (mentions ?? []).flatMap((raw) => {
    const { data } = mentionSchema.safeParse(raw)
    return data ? [{ externalId: null, handle: data.url ? fullHandle(data.acct, data.url) : data.acct }] : []
  })
}
