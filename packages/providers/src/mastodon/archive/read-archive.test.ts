import type { ActivityDraft, RejectedItem } from '@socius/core/provider'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mastodon } from '../provider.js'
import { live, owner, source, statuses } from '../published-world.fixture.js'
import { actor, oldest, publishedArchive } from './published-archive.fixture.js'

const now = Date.parse('2026-11-21T06:00:00Z')
const { archive } = mastodon({ clock: { now: () => now } })

async function read(files: Readonly<Record<string, string>>) {
  const found: (ActivityDraft | RejectedItem)[] = []
  const listed = Object.entries(files).map(([name, text]) => ({ name, text }))
  for await (const entry of archive.read({ account: source, files: listed, signal: live })) found.push(entry)
  return found
}

/** What becomes of one entry: its note has these members besides. */
async function readNote(note: object, entry: object = {}) {
  const files = publishedArchive((each) =>
    each['id'] === `${oldest}/activity`
      ? { ...each, object: { ...(each['object'] as object), ...note }, ...entry }
      : each,
  )
  return (await read(files))[0]
}

describe('the archive of a member', () => {
  it('has what everybody could see, and passes over the rest', async () => {
    const found = await read(publishedArchive())
    const ids = found.map(({ externalId }) => externalId)
    expect(ids).toEqual([oldest, ...statuses.map(({ uri }) => uri).toReversed()])
    expect(JSON.stringify(found)).not.toContain('Among us')
  })

  it('is read as the server would tell it', async () => {
    expect(
      await readNote({
        ...{ summary: ' Careful ', content: '<p>Read <a href="https://a.example">this</a></p>' },
        contentMap: { de: '…' },
        ...{ inReplyTo: 'https://social.example/ap/users/7/statuses/1', updated: '2020-01-01T00:00:00Z' },
        attachment: [
          { type: 'Document', mediaType: 'image/png', url: 'media_attachments/files/1.png', name: 'A cat' },
          { type: 'Document', mediaType: 'audio/ogg', url: 'https://files.example/1.ogg', name: null },
          { type: 'Link', href: 'https://a.example/' },
          7,
        ],
        tag: [
          { type: 'Hashtag', href: 'https://mastodon.social/tags/rust', name: '#Rust' },
          { type: 'Hashtag', href: 'https://mastodon.social/tags/rust', name: '#rust' },
          { type: 'Mention', href: 'https://mastodon.social/users/bob', name: '@bob' },
          { type: 'Emoji', name: ':cat:' },
        ],
      }),
    ).toMatchObject({
      ...{ externalId: oldest, kind: 'comment', title: 'Careful', text: 'Read this', language: 'de' },
      ...{ hashtags: ['rust'], mentions: [{ externalId: null, handle: 'bob@mastodon.social' }] },
      media: [
        { type: 'audio', url: 'https://files.example/1.ogg' },
        { type: 'link', url: 'https://a.example/' },
      ],
      editedAt: Date.parse('2020-01-01T00:00:00Z'),
      counts: { likes: null, comments: null, shares: null, views: null },
    })
    const quote = 'https://social.example/ap/users/7/statuses/2'
    expect(await readNote({ quote })).toMatchObject({ kind: 'share', shareOf: quote })
    expect(await readNote({ quote: { type: 'Tombstone' } })).toMatchObject({ kind: 'post', shareOf: null })
    const film = { type: 'Document', mediaType: 'video/mp4', url: 'media/1.mp4' }
    expect(await readNote({ attachment: [film] })).toMatchObject({ kind: 'video', media: [] })
    expect(await readNote({ published: '2199-01-01T00:00:00Z' })).toMatchObject({ publishedAt: now })
  })

  it.each<[string, string | null, string, object, object?]>([
    ['a post by another account', null, 'a post by another account', { attributedTo: `${owner}2` }],
    ['an entry by another account', null, 'an entry by another account', {}, { actor: `${owner}2` }],
    ['something that is no post', null, 'neither a post nor a boost', {}, { type: 'Like' }],
    ['a post without a time', oldest, 'published: custom', { published: 'soon' }],
    ['an entry without a time', oldest, 'published: custom', {}, { published: 'soon' }],
    ['a post without an address', null, 'id: custom', { id: 'javascript:alert(1)' }],
    [
      ...(['a boost of nothing', `${oldest}/activity`, 'a boost of something without an address', {}] as const),
      { type: 'Announce', object: 7 },
    ],
  ])('sets %s aside', async (_, externalId, reason, note, entry = {}) => {
    expect(await readNote(note, entry)).toEqual({ externalId, reason })
  })

  it('is refused when it is of an account whose name only looks the same', async () => {
    const files = { ...publishedArchive(), 'actor.json': JSON.stringify(actor(`${owner}/`)) }
    await expect(read(files)).rejects.toMatchObject({ code: 'invalid_input', details: { reason: 'account' } })
  })

  it('bears a byte order mark, and what is nested without end in one entry', async () => {
    const files = publishedArchive((each) =>
      each['id'] === `${oldest}/activity`
        ? { ...each, deep: JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`) as unknown }
        : each,
    )
    const marked = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, `\uFEFF${text}`]))
    expect(await read(marked)).toHaveLength(statuses.length + 1)
  })

  it('gives a draft or a reason for any entry, and nothing of somebody else', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue(),
        fc.dictionary(fc.constantFrom('id', 'type', 'object', 'to'), fc.jsonValue()),
        async (any, changed) => {
          let first = true
          const files = publishedArchive((each) => {
            const strange = first ? any : { ...each, ...changed }
            first = false
            return strange
          })
          for (const entry of await read(files)) {
            if ('reason' in entry) expect(entry.reason).not.toBe('')
            else expect([entry.author.externalId, entry.audience]).toEqual([owner, 'public'])
          }
        },
      ),
      { numRuns: 100 },
    )
  })
})
