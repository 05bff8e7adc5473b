import { host, owner, statuses, uriOf } from '../published-world.fixture.js'

type Json = Record<string, unknown>

const everybody = 'https://www.w3.org/ns/activitystreams#Public'
const followers = `${owner}/followers`

/** Only in the archive: older than anything that the account still lists. */
export const oldest = uriOf('100000000000000001')

/**
 * The archive of the account, as `ActivityPub::NoteSerializer` and `BackupService` of
 * https://github.com/mastodon/mastodon write one: everything that it shows, an older post, and two that not everybody saw.
 */
export function publishedArchive(change: (entry: Json) => unknown = (entry) => entry): Record<string, string> {
  const entries = [
    noteEntry({ id: oldest, published: '2016-10-01T12:00:00Z', content: '<p>The first of <b>all</b></p>' }),
    noteEntry({ id: uriOf('100000000000000002'), to: [followers], cc: [], content: '<p>Among us</p>' }),
    noteEntry({ id: uriOf('100000000000000003'), to: ['https://social.example/ap/users/7'], cc: [] }),
    ...statuses.toReversed().map(entryOf),
  ]
  const outbox = {
    '@context': 'https://www.w3.org/ns/activitystreams',
    ...{ id: 'outbox.json', type: 'OrderedCollection', totalItems: entries.length },
    orderedItems: entries.map(change),
  }
  return { 'actor.json': JSON.stringify(actor()), 'outbox.json': JSON.stringify(outbox) }
}

export function actor(id = owner): Json {
  return {
    '@context': ['https://www.w3.org/ns/activitystreams', 'https://w3id.org/security/v1'],
    ...{ id, type: 'Person', preferredUsername: 'trwnh', name: 'infinite love ⴳ', outbox: 'outbox.json' },
    icon: { type: 'Image', mediaType: 'image/png', url: 'avatar.png' },
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function noteEntry(note: Json): Json {
  const { id, published = '2019-01-01T00:00:00Z', to = [everybody], cc = [followers] } = note
  const common = { published, to, cc }
  return {
    ...{ id: `${textOf(id)}/activity`, type: 'Create', actor: owner, ...common },
    object: {
      ...{ type: 'Note', summary: null, inReplyTo: null, url: `${host}/@trwnh/${textOf(id).split('/').at(-1)}` },
      ...{ attributedTo: owner, ...common, sensitive: false, content: '<p>text</p>', attachment: [], tag: [] },
      ...note,
    },
  }
}

/** What the archive says of a status that its server shows. */
function entryOf(status: (typeof statuses)[number]): Json {
  const published = status.created_at.replace(/\.\d+Z$/, 'Z')
  const { uri: id, visibility, content, language, edited_at: updated, poll, in_reply_to_id: parent } = status
  const audience = visibility === 'unlisted' ? { to: [followers], cc: [everybody] } : {}
  const { uri: object } = (status['reblog'] ?? {}) as Json
  if (object !== undefined) return { id, type: 'Announce', actor: owner, published, to: [everybody], cc: [], object }
  const files = status['media_attachments'] as { url: string; description: string }[]
  const mentions = status['mentions'] as { acct: string; url: string }[]
  return noteEntry({
    ...{ id, published, content, contentMap: { [textOf(language)]: content }, ...audience },
    ...(poll ? { type: 'Question', oneOf: [{ type: 'Note', name: 'test 1' }] } : {}),
    ...(updated ? { updated: textOf(updated).replace(/\.\d+Z$/, 'Z') } : {}),
    ...(parent ? { inReplyTo: `https://social.example/ap/users/7/statuses/${textOf(parent)}` } : {}),
    attachment: files.map(({ url, description: name }) => ({
      ...{ type: 'Document', mediaType: 'image/jpeg', url: new URL(url).pathname, name, width: 640, height: 480 },
    })),
    tag: mentions.map(({ acct, url: href }) => ({ type: 'Mention', href, name: `@${acct}` })),
  })
}
