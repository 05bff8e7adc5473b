import type { ActivityDraft, CommentDraft, Counts, DraftAuthor, Media, ProfileDraft } from '@socius/core/provider'
import { languageTag } from '../drafts/language-tag.js'
import { readHtml } from '../drafts/read-html.js'
import type { Article, Author, ThreadComment, User } from './schemas.js'

/** Where an answer came from, and when. */
export interface Origin {
  /** The address of the Forem, without a slash at its end: addresses on it may be given without it. */
  readonly host: string
  /** Milliseconds since the epoch. */
  readonly now: number
}

const noCounts: Counts = { likes: null, comments: null, shares: null, views: null }

/**
 * An article, made only of what the list and the single answer both say in the same words.
 *
 * A list has no bodies, and a body for each of its articles would be a call for each, at three calls a second. If a
 * look-up stored the body and a list the description, every run of the one would undo the other, and each time the
 * article would count as edited. So the description is the text whoever asks, and there is no HTML. An edit of the body
 * alone is still seen, by `edited_at`.
 */
export function draftOfArticle(article: Article, { host, now }: Origin): ActivityDraft {
  return {
    externalId: String(article.id),
    kind: 'article',
    url: resolve(article.url, host),
    author: draftAuthor(article.user, host),
    title: article.title || null,
    text: article.description || null,
    html: null,
    links: [],
    language: languageTag(article.language),
    media: coverOf(article, host),
    hashtags: tagsOf(article.tag_list),
    mentions: [],
    counts: {
      ...noCounts,
      likes: article.public_reactions_count ?? null,
      comments: article.comments_count ?? null,
    },
    audience: 'public',
    inReplyTo: null,
    shareOf: null,
    // What the list is ordered by. `published_timestamp` is another one for what was taken over from a feed.
    publishedAt: instantOf(article.published_at, now),
    editedAt: article.edited_at ? instantOf(article.edited_at, now) : null,
    version: null,
  }
}

/** @param inReplyTo the comment that it answers, which may be one that has been deleted; null for the article. */
export function draftOfComment(
  comment: ThreadComment,
  { subject, inReplyTo, host, now }: Origin & { readonly subject: string; readonly inReplyTo: string | null },
): CommentDraft {
  const { text, tooDeep } = readHtml(comment.body_html)
  const { username } = comment.user
  return {
    externalId: comment.id_code,
    url: username ? `${host}/${encodeURIComponent(username)}/comment/${comment.id_code}` : null,
    subjectExternalId: subject,
    inReplyTo,
    author: draftAuthor(comment.user, host),
    text,
    html: tooDeep ? null : comment.body_html || null,
    links: [],
    counts: noCounts,
    publishedAt: instantOf(comment.created_at, now),
    editedAt: null,
  }
}

export function draftOfUser(user: User, { host }: Pick<Origin, 'host'>): ProfileDraft {
  return {
    externalId: String(user.id),
    handle: user.username,
    displayName: user.name || null,
    bio: user.summary || null,
    avatarUrl: resolve(user.profile_image, host),
    url: `${host}/${encodeURIComponent(user.username)}`,
    followers: null,
    following: null,
  }
}

function draftAuthor(author: Author, host: string): DraftAuthor {
  return {
    externalId: String(author.user_id),
    handle: author.username || null,
    displayName: author.name || null,
    avatarUrl: resolve(author.profile_image, host),
  }
}

function coverOf({ cover_image: cover }: Article, host: string): Media[] {
  const url = resolve(cover, host)
  return url ? [{ type: 'image', url, previewUrl: null, description: null, width: null, height: null }] : []
}

function tagsOf(list: Article['tag_list']): string[] {
  const written = typeof list === 'string' ? list.split(',') : (list ?? [])
  const tags = written.map((tag) => (typeof tag === 'string' ? tag.trim().replace(/^#/, '') : ''))
  return [...new Set(tags.filter((tag) => tag !== ''))]
}

// Clocks differ: what is a little ahead of ours is no claim, and would be another time at each read if it were cut.
const clockSkew = 5 * 60_000

/** A Forem lists nothing before its time, so a time of the future is a claim, and is now. */
function instantOf(written: string, now: number): number {
  const time = Date.parse(written)
  return time > now + clockSkew ? now : time
}

/** Forems that keep their own files name them without themselves. Null for what no page may link to. */
function resolve(address: string | null | undefined, host: string): string | null {
  if (!address || !URL.canParse(address, host)) return null
  const url = new URL(address, host)
  return /^https?:$/.test(url.protocol) ? url.href : null
}
