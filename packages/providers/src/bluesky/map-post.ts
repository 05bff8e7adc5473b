import type { ActivityDraft, CommentDraft, Counts } from '@socius/core/provider'
import * as z from 'zod'
import { languageTag } from '../drafts/language-tag.js'
import { parseAtUri, postCollection, postUrl, timeOfRecordKey } from './at-uri.js'
import { audienceOf, draftAuthor, validHandle } from './map-author.js'
import { readMedia } from './media.js'
import { readRichText } from './rich-text.js'
import type { PostView, RepostItem } from './schemas.js'
import { typeName } from './type-name.js'

export const noCounts: Counts = { likes: null, comments: null, shares: null, views: null }

/** A post, a reply (`comment`), a quote (`share` with a text) or a video. */
export function draftOfPost(post: PostView): ActivityDraft {
  const { record } = post
  const rich = readRichText(record.text, record.facets ?? [], record.tags ?? [])
  const media = readMedia(post.embed)
  const inReplyTo = record.reply?.parent.uri ?? null
  const shareOf = quotedPost(record.embed)
  return {
    externalId: post.uri,
    kind: inReplyTo ? 'comment' : shareOf ? 'share' : media.some(({ type }) => type === 'video') ? 'video' : 'post',
    url: urlOf(post),
    author: draftAuthor(post.author),
    title: null,
    text: record.text || null,
    html: null,
    links: rich.links,
    language: languageOf(record.langs),
    media,
    hashtags: rich.hashtags,
    mentions: rich.mentions,
    counts: countsOf(post),
    audience: audienceOf(post.author.labels, post.labels),
    inReplyTo,
    shareOf,
    publishedAt: publishedAt(post),
    // A changed record has a new CID, but nothing says when it was changed.
    editedAt: null,
    version: post.cid,
  }
}

/**
 * A repost: somebody else's post passed on. The draft names it and copies nothing of it, for its author has not agreed
 * to be stored here; its counts are not the reposter's either.
 */
export function draftOfRepost({ post, reason }: RepostItem): ActivityDraft {
  const indexedAt = Date.parse(reason.indexedAt)
  const rkey = reason.uri ? parseAtUri(reason.uri)?.rkey : undefined
  return {
    externalId: reason.uri ?? repostIdWithoutRecord(post.uri, reason.by.did),
    kind: 'share',
    url: urlOf(post),
    author: draftAuthor(reason.by),
    title: null,
    text: null,
    html: null,
    links: [],
    language: null,
    media: [],
    hashtags: [],
    mentions: [],
    counts: noCounts,
    audience: audienceOf(reason.by.labels, post.author.labels, post.labels),
    inReplyTo: null,
    shareOf: post.uri,
    // The answer has no `createdAt` for reposts: the key of the record is made at the same moment.
    publishedAt: Math.min(indexedAt, (rkey ? timeOfRecordKey(rkey) : null) ?? indexedAt),
    editedAt: null,
    version: reason.cid ?? null,
  }
}

/** A reply as a comment. The text of an author who hides from the public is left out: comments have no audience. */
export function commentOfPost(
  post: PostView,
  thread: { readonly subject: string; readonly parent: string },
): CommentDraft {
  const hidden = audienceOf(post.author.labels, post.labels) !== 'public'
  const { record } = post
  return {
    externalId: post.uri,
    url: urlOf(post),
    subjectExternalId: thread.subject,
    inReplyTo: thread.parent === thread.subject ? null : thread.parent,
    author: draftAuthor(post.author),
    text: hidden ? null : record.text || null,
    html: null,
    links: hidden ? [] : readRichText(record.text, record.facets ?? []).links,
    counts: countsOf(post),
    publishedAt: publishedAt(post),
    editedAt: null,
  }
}

/** The id of a repost from a server that does not name its record: two parts that never change. */
function repostIdWithoutRecord(postUri: string, reposter: string): string {
  return `${postUri}#repost:${reposter}`
}

/** The author's own word, but never later than the moment the server saw it: the order the server pages in. */
function publishedAt(post: PostView): number {
  const indexedAt = Date.parse(post.indexedAt)
  const createdAt = Date.parse(post.record.createdAt ?? '')
  return Number.isNaN(createdAt) ? indexedAt : Math.min(createdAt, indexedAt)
}

function countsOf(post: PostView): Counts {
  const { repostCount, quoteCount } = post
  const shares = (repostCount ?? 0) + (quoteCount ?? 0)
  return {
    likes: post.likeCount ?? null,
    comments: post.replyCount ?? null,
    shares: typeof repostCount === 'number' || typeof quoteCount === 'number' ? shares : null,
    views: null,
  }
}

function urlOf({ uri, author }: Pick<PostView, 'uri' | 'author'>): string {
  return postUrl(validHandle(author.handle) ?? author.did, uri.slice(uri.lastIndexOf('/') + 1))
}

function languageOf(langs: readonly unknown[] | null | undefined): string | null {
  return languageTag(langs?.[0])
}

const strongReference = z.object({ uri: z.string() })
const quoteSchema = z.object({ record: strongReference })
const quoteWithMediaSchema = z.object({ record: quoteSchema })

/** The post that is quoted. Feeds, lists and starter packs can be embedded too, and are not shares. */
function quotedPost(embed: unknown): string | null {
  const uri = embeddedUri(embed)
  return uri !== undefined && parseAtUri(uri)?.collection === postCollection ? uri : null
}

function embeddedUri(embed: unknown): string | undefined {
  switch (typeName(embed)) {
    case 'app.bsky.embed.record':
      return quoteSchema.safeParse(embed).data?.record.uri
    case 'app.bsky.embed.recordWithMedia':
      return quoteWithMediaSchema.safeParse(embed).data?.record.record.uri
    default:
      return undefined
  }
}
