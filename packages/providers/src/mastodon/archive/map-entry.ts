import type { ActivityDraft, DraftAuthor, DraftMention, Media, RejectedItem } from '@socius/core/provider'
import { describeMismatch } from '../../drafts/describe-mismatch.js'
import { languageTag } from '../../drafts/language-tag.js'
import { readHtml } from '../../drafts/read-html.js'
import { isWebAddress } from '../schemas.js'
import {
  type Actor,
  anyMediaSchema,
  documentSchema,
  type Entry,
  hashtagSchema,
  linkedSchema,
  mentionSchema,
  type Note,
  noteSchema,
} from './schemas.js'

/** The draft of an entry, why there is none, or null for what not everybody could see. */
export function draftOfEntry(entry: Entry, actor: Actor, now: number): ActivityDraft | RejectedItem | null {
  if (entry.type === 'Announce') return isPublic(entry) ? draftOfBoost(entry, actor, now) : null
  if (entry.type !== 'Create') return { externalId: null, reason: 'neither a post nor a boost' }
  const note = noteSchema.safeParse(entry.object)
  if (!note.success) return { externalId: idOf(entry.object), reason: describeMismatch(note.error) }
  if (note.data.attributedTo !== actor.id) return { externalId: null, reason: 'a post by another account' }
  return isPublic(note.data) ? draftOfNote(note.data, actor, now) : null
}

/** As the readers of the platform give it: their external ids are the same addresses. */
function draftOfNote(note: Note, actor: Actor, now: number): ActivityDraft {
  const { text, tooDeep } = readHtml(note.content)
  const media = readMedia(note)
  const shareOf = note.quote ?? null
  return {
    ...common(note.id, actor),
    kind: kindOf(note, shareOf),
    url: note.url ?? note.id,
    title: note.summary?.trim() || null,
    text,
    html: tooDeep ? null : note.content || null,
    language: languageTag(Object.keys(note.contentMap ?? {})[0]),
    media,
    hashtags: hashtagsOf(note),
    mentions: mentionsOf(note),
    inReplyTo: note.inReplyTo ?? null,
    shareOf,
    publishedAt: Math.min(Date.parse(note.published), now),
    editedAt: note.updated ? Math.min(Date.parse(note.updated), now) : null,
  }
}

/** Somebody else's status passed on: it is named, and nothing of it is copied. */
function draftOfBoost(entry: Entry, actor: Actor, now: number): ActivityDraft | RejectedItem {
  const shareOf = typeof entry.object === 'string' && isWebAddress(entry.object) ? entry.object : idOf(entry.object)
  if (shareOf === null) return { externalId: entry.id, reason: 'a boost of something without an address' }
  const publishedAt = Math.min(Date.parse(entry.published), now)
  return { ...common(entry.id, actor), kind: 'share', url: shareOf, shareOf, publishedAt }
}

function common(externalId: string, actor: Actor): Omit<ActivityDraft, 'publishedAt'> {
  return {
    externalId,
    kind: 'post',
    url: null,
    author: authorOf(actor),
    title: null,
    text: null,
    html: null,
    links: [],
    language: null,
    media: [],
    hashtags: [],
    mentions: [],
    counts: { likes: null, comments: null, shares: null, views: null },
    audience: 'public',
    inReplyTo: null,
    shareOf: null,
    editedAt: null,
    version: null,
  }
}

function authorOf({ id, preferredUsername, name }: Actor): DraftAuthor {
  const handle = `${preferredUsername}@${new URL(id).host}`
  return { externalId: id, handle, displayName: name || null, avatarUrl: null }
}

const publicAddresses = new Set(['https://www.w3.org/ns/activitystreams#Public', 'as:Public', 'Public'])

/** Public, or quietly so. */
function isPublic({ to, cc }: Pick<Note, 'to' | 'cc'>): boolean {
  return [to, cc].flat().some((address) => typeof address === 'string' && publicAddresses.has(address))
}

function kindOf(note: Note, shareOf: string | null): ActivityDraft['kind'] {
  if (note.inReplyTo) return 'comment'
  if (note.type === 'Question') return 'poll'
  if (shareOf !== null) return 'share'
  const isVideo = (raw: unknown) => anyMediaSchema.safeParse(raw).data?.mediaType.startsWith('video/')
  return note.attachment?.some(isVideo) ? 'video' : 'post'
}

function readMedia({ attachment }: Note): Media[] {
  return (attachment ?? []).flatMap((raw): Media[] => {
    const none = { previewUrl: null, width: null, height: null }
    const link = linkedSchema.safeParse(raw).data
    if (link) return [{ ...none, type: 'link', url: link.href, description: null }]
    const file = documentSchema.safeParse(raw).data
    if (!file) return []
    const [, kind] = /^(image|video|audio)\//.exec(file.mediaType) ?? []
    const type = (kind ?? 'file') as Media['type'] // one of the three that were just found, or else a file
    const { width = null, height = null } = file
    return [{ ...none, type, url: file.url, description: file.name || null, width, height }]
  })
}

function hashtagsOf({ tag }: Note): string[] {
  const names = (tag ?? []).flatMap((raw) => hashtagSchema.safeParse(raw).data?.name.slice(1) ?? [])
  return [...new Map(names.map((name) => [name.toLowerCase(), name])).values()]
}

function mentionsOf({ tag }: Note): DraftMention[] {
  return (tag ?? []).flatMap((raw) => {
    const mention = mentionSchema.safeParse(raw).data
    if (!mention) return []
    const name = mention.name.replace(/^@/, '')
    return [{ externalId: null, handle: name.includes('@') ? name : `${name}@${new URL(mention.href).host}` }]
  })
}

/** The external id of an entry's item, if that much can be read: what is created stands within the entry. */
export function itemIdOf(raw: unknown): string | null {
  if (typeof raw !== 'object' || raw === null) return null
  const { type, object } = raw as { type?: unknown; object?: unknown }
  return type === 'Create' ? idOf(object) : idOf(raw)
}

function idOf(raw: unknown): string | null {
  const id: unknown = typeof raw === 'object' && raw !== null && 'id' in raw ? raw.id : null
  return typeof id === 'string' && isWebAddress(id) ? id : null
}
