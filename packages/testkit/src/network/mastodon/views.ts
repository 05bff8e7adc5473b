import { seedOf } from '../seeded-random.js'
import { linkTo, renderContent } from './content.js'
import { accountIdOn, acctOn, idOn } from './copies.js'
import { snowflakeOf } from './snowflake.js'
import type { MediaOptions, StoredStatus } from './status.js'
import {
  type AccountRecord,
  countsOf,
  findAccount,
  findByName,
  findPublic,
  findStatus,
  type ServerRecord,
  type World,
} from './world.js'

/** What a server shows. The fields are those that 4.6.4 gives to who is not logged in. */
export type View = Readonly<Record<string, unknown>>

/** https://docs.joinmastodon.org/entities/Account/ */
export function accountView(world: World, server: ServerRecord, account: AccountRecord): View {
  const isSuspended = account.state !== 'active'
  const { displayName = '', note = '', avatar = `${account.origin}/avatars/original/missing.png` } = account.profile
  const header = `${account.origin}/headers/original/missing.png`
  const picture = isSuspended ? `${account.origin}/avatars/original/missing.png` : avatar
  const [last] = isSuspended ? [] : account.timeline.newestFirst(null)
  return {
    id: accountIdOn(server, account),
    username: account.username,
    acct: acctOn(server, account),
    display_name: isSuspended ? '' : displayName,
    locked: false,
    bot: false,
    discoverable: !isSuspended,
    indexable: false,
    group: false,
    created_at: `${dayOf(account.createdAt)}T00:00:00.000Z`,
    note: isSuspended ? '' : contentOf(world, account, note).html,
    url: account.url,
    uri: account.uri,
    avatar: picture,
    avatar_static: picture,
    avatar_description: '',
    header,
    header_static: header,
    header_description: '',
    followers_count: account.followers.size,
    following_count: account.follows.size,
    statuses_count: account.timeline.size,
    last_status_at: last ? dayOf(last.createdAt) : null,
    hide_collections: null,
    show_media: true,
    show_media_replies: true,
    show_featured: true,
    noindex: true,
    feature_approval: { automatic: [], manual: [], current_user: 'denied' },
    emojis: [],
    roles: [],
    fields: [],
    ...(isSuspended && { suspended: true }),
  }
}

/**
 * https://docs.joinmastodon.org/entities/Status/. Null for what is not shown: a boost goes with what it passes on.
 */
export function statusView(world: World, server: ServerRecord, status: StoredStatus): View | null {
  const account = findAccount(world, status.owner)
  const boosted = status.boostOf === null ? null : findPublic(world, status.boostOf)
  if (!account || (status.boostOf !== null && !boosted)) return null
  const { html, tags, mentions } = contentOf(world, account, status.text)
  const counts = countsOf(world, status)
  const parent = status.replyTo === null ? null : findStatus(world, status.replyTo)
  const answered = status.replyTo === null ? undefined : findAccount(world, status.replyTo)
  const quoted = status.quoteOf === null ? null : findPublic(world, status.quoteOf)
  const quoteLink = quoted ? `<p class="quote-inline">RE: ${linkTo(quoted.status.url)}</p>` : ''
  return {
    id: idOf(server, status),
    created_at: new Date(status.createdAt).toISOString(),
    in_reply_to_id: parent && idOf(server, parent.status),
    in_reply_to_account_id: answered ? accountIdOn(server, answered) : null,
    sensitive: status.contentWarning !== '',
    spoiler_text: status.contentWarning,
    visibility: status.visibility,
    language: status.language,
    uri: status.uri,
    url: status.url,
    replies_count: counts.replies,
    reblogs_count: counts.boosts,
    favourites_count: counts.favourites,
    quotes_count: counts.quotes,
    edited_at: status.editedAt === null ? null : new Date(status.editedAt).toISOString(),
    content: quoteLink + html,
    reblog: boosted && statusView(world, server, boosted.status),
    ...(account.host === server.host && { application: { name: 'Web', website: null } }),
    account: accountView(world, server, account),
    media_attachments: status.images.map((image, place) => mediaView(account, { status, image, place })),
    mentions: mentions.map((each) => ({
      id: accountIdOn(server, each),
      username: each.username,
      url: each.url,
      acct: acctOn(server, each),
    })),
    tags: tags.map((tag) => ({
      name: tag.toLowerCase(),
      url: `${server.origin}/tags/${encodeURIComponent(tag.toLowerCase())}`,
    })),
    emojis: [],
    tagged_collections: [],
    quote: status.quoteOf === null ? null : quoteView(world, server, quoted?.status ?? null),
    card: null,
    poll: null,
    quote_approval: { automatic: ['public'], manual: [], current_user: 'denied' },
  }
}

/** https://docs.joinmastodon.org/entities/Quote/. A quote in a quote is only named. */
function quoteView(world: World, server: ServerRecord, quoted: StoredStatus | null): View {
  if (!quoted) return { state: 'deleted', quoted_status: null }
  const inner = quoted.quoteOf === null ? null : findPublic(world, quoted.quoteOf)
  const view = statusView(world, server, { ...quoted, quoteOf: null })
  const quote = inner && { state: 'accepted', quoted_status_id: idOf(server, inner.status) }
  return { state: 'accepted', quoted_status: view && { ...view, quote } }
}

interface Attached {
  readonly status: StoredStatus
  readonly image: MediaOptions
  readonly place: number
}

/** https://docs.joinmastodon.org/entities/MediaAttachment/ */
function mediaView({ origin }: AccountRecord, { status, image, place }: Attached): View {
  const { width = 1200, height = 800, description = null } = image
  const id = snowflakeOf(status.createdAt, seedOf(place, status.uri))
  const file = `${origin}/system/media_attachments/files/${id.match(/.{3}/g)?.join('/')}`
  const sizeOf = (share: number) => ({
    width: Math.round(width * share),
    height: Math.round(height * share),
    size: `${Math.round(width * share)}x${Math.round(height * share)}`,
    aspect: width / height,
  })
  return {
    id,
    type: 'image',
    url: `${file}/original/${id}.png`,
    preview_url: `${file}/small/${id}.png`,
    remote_url: null,
    preview_remote_url: null,
    text_url: null,
    meta: { original: sizeOf(1), small: sizeOf(Math.min(1, Math.sqrt(230_400 / (width * height)))) },
    description,
    blurhash: 'U2Ss50of%Mj[%Mj[ayj[~qayM{of-;ayRjay',
  }
}

function contentOf(world: World, account: AccountRecord, text: string) {
  return renderContent(text, { ...account, find: (host, username) => findByName(world, host, username) })
}

export function idOf(server: ServerRecord, { id, uri, createdAt }: StoredStatus): string {
  return idOn(server, { id, uri, at: createdAt })
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}
