import { describe, expect, it } from 'vitest'
import { draftOfStatus, isRejected, parseStatusAddress, readStatus } from './map-status.js'
import { owner, statuses, uriOf } from './published-world.fixture.js'
import { ben, statusView } from './scripted-server.fixture.js'

const now = Date.parse('2026-11-21T06:00:00Z')

function draftOf(fields: object, known: ReadonlyMap<string, string> = new Map()) {
  const status = readStatus(statusView('1', fields))
  if (isRejected(status)) throw new Error(status.reason)
  return draftOfStatus(status, { known, now })
}

describe('the address of a status', () => {
  it.each([
    ['https://mastodon.social/users/trwnh/statuses/103270115826048975', 'https://mastodon.social/users/trwnh', false],
    ['http://localhost:3000/ap/users/116/statuses/117/activity', 'http://localhost:3000/ap/users/116', true],
    ['https://gts.example/users/ada/statuses/01J5QVB9VC76NPPRQ207GG4DRZ', 'https://gts.example/users/ada', false],
  ])('holds the account and the local id: %s', (uri, account, isBoost) => {
    const localId = uri.replace('/activity', '').split('/').at(-1)
    expect(parseStatusAddress(uri)).toEqual({ owner: account, localId, isBoost })
  })

  it.each([
    'https://pleroma.example/objects/6f6d4a64-3b0a-4e2c-8f4f-0d4f7c5b1e2a',
    'https://misskey.example/notes/9xyz',
    'https://pixelfed.example/p/ada/1',
    'tag:mastodon.social,2016-11-25:objectId=1:objectType=Status',
    'https://mastodon.social/users/trwnh/statuses/1/replies',
    'https://mastodon.social/@trwnh/1',
    '',
  ])('is not taken apart in another form: %s', (uri) => {
    expect(parseStatusAddress(uri)).toBe(null)
  })
})

describe('a draft', () => {
  it('says what a published example says', () => {
    const status = readStatus(statuses[3])
    if (isRejected(status)) throw new Error(status.reason)
    expect(draftOfStatus(status, { known: new Map(), now })).toEqual({
      externalId: uriOf('103254193998341330'),
      kind: 'post',
      url: 'https://mastodon.social/@trwnh/103254193998341330',
      author: {
        externalId: owner,
        handle: 'trwnh@mastodon.social',
        displayName: 'infinite love ⴳ',
        avatarUrl: 'https://files.mastodon.social/accounts/avatars/000/014/715/original/34aa222f4ae2e0a9.png',
      },
      title: null,
      text: 'test',
      html: '<p>test</p>',
      links: [],
      language: 'en',
      media: [
        {
          type: 'image',
          url: 'https://files.mastodon.social/media_attachments/files/022/345/792/original/57859aede991da25.jpeg',
          previewUrl: 'https://files.mastodon.social/media_attachments/files/022/345/792/small/57859aede991da25.jpeg',
          description: 'test media description',
          width: 640,
          height: 480,
        },
      ],
      hashtags: [],
      mentions: [],
      counts: { likes: 0, comments: 0, shares: 0, views: null },
      audience: 'public',
      inReplyTo: null,
      shareOf: null,
      publishedAt: Date.parse('2019-12-05T08:19:26.052Z'),
      editedAt: null,
      version: null,
    })
  })

  it.each([
    ['public', 'public'],
    ['unlisted', 'public'],
    ['private', 'connections'],
    ['direct', 'private'],
    ['local', 'private'],
    [undefined, 'private'],
    [7, 'private'],
  ])('of a status that is %s has the audience %s', (visibility, audience) => {
    expect(draftOf({ visibility }).audience).toBe(audience)
    expect(draftOf({ visibility, reblog: { uri: uriOf('2') } }).audience).toBe(audience)
  })

  const video = [{ type: 'video', url: 'https://files.example/1.mp4' }]
  const quote = { state: 'accepted', quoted_status: { uri: uriOf('9') } }

  it.each([
    ['a reply, whatever it holds', { in_reply_to_id: '2', poll: {}, quote, media_attachments: video }, 'comment'],
    ['a poll', { poll: {}, quote }, 'poll'],
    ['a quote', { quote, media_attachments: video }, 'share'],
    ['a quote that was not agreed to', { quote: { state: 'pending', quoted_status: null } }, 'post'],
    ['a video', { media_attachments: video }, 'video'],
    ['anything else', {}, 'post'],
  ])('of %s has a kind', (_name, fields, kind) => {
    expect(draftOf(fields).kind).toBe(kind)
  })

  it('names what is quoted', () => {
    expect(draftOf({ quote }).shareOf).toBe(uriOf('9'))
  })

  it('of a boost copies nothing of what is passed on', () => {
    const reblog = {
      ...statusView('2', { account: ben, uri: `${ben.uri}/statuses/2`, url: 'https://social.example/@ben/2' }),
    }
    const draft = draftOf({ reblog, content: 'theirs', tags: [{ name: 'theirs' }], favourites_count: 7 })
    expect(draft).toMatchObject({
      kind: 'share',
      shareOf: `${ben.uri}/statuses/2`,
      url: 'https://social.example/@ben/2',
      author: { externalId: owner },
    })
    expect(JSON.stringify(draft)).not.toContain('theirs')
    expect(draft.counts).toEqual({ likes: null, comments: null, shares: null, views: null })
  })

  it('has the plain text beside the HTML', () => {
    const content =
      '<p>One<br />two &amp; <a href="https://example.com/a/b"><span class="invisible">https://</span>' +
      '<span class="ellipsis">example.com/a</span><span class="invisible">/b</span></a></p><p>Three</p>'
    expect(draftOf({ content })).toMatchObject({
      text: 'One\ntwo & https://example.com/a/b\n\nThree',
      html: content,
    })
    expect(draftOf({ content: '' })).toMatchObject({ text: null, html: null })
    expect(draftOf({ content: '<b>'.repeat(600) })).toMatchObject({ html: null })
  })

  it('has the warning as its title', () => {
    expect(draftOf({ spoiler_text: ' Spoilers ' }).title).toBe('Spoilers')
    expect(draftOf({ spoiler_text: '' }).title).toBe(null)
  })

  it('counts boosts and quotes together, and nothing that is not given', () => {
    expect(draftOf({ reblogs_count: 2, quotes_count: 3 }).counts.shares).toBe(5)
    expect(draftOf({ quotes_count: 3 }).counts.shares).toBe(3)
    expect(draftOf({ favourites_count: -1 }).counts).toEqual({ likes: null, comments: null, shares: null, views: null })
  })

  it('names mentions by whole handles, and hashtags once', () => {
    const mentions = [
      { acct: 'ada', url: 'https://mastodon.social/@ada' },
      { acct: 'ben@social.example', url: 'https://social.example/@ben' },
      { acct: 7 },
    ]
    const tags = [{ name: 'Learning' }, { name: 'learning' }, { name: '' }, 7]
    expect(draftOf({ mentions, tags })).toMatchObject({
      mentions: [
        { externalId: null, handle: 'ada@mastodon.social' },
        { externalId: null, handle: 'ben@social.example' },
      ],
      hashtags: ['learning'],
    })
  })

  it('has what can be linked to as media, and leaves out the rest', () => {
    const media_attachments = [
      { type: 'gifv', url: 'https://files.example/1.mp4', preview_url: 'javascript:alert(1)' },
      { type: 'audio', url: null, remote_url: 'https://files.example/2.mp3', description: '' },
      { type: 'unknown', url: 'https://files.example/3.bin' },
      { type: 'image', url: 'javascript:alert(1)' },
      { type: 'image', url: null },
      null,
    ]
    const card = { url: 'https://example.com/', title: 'Example', image: 'https://example.com/1.png' }
    const rest = { description: null, width: null, height: null }
    expect(draftOf({ media_attachments, card }).media).toEqual([
      { type: 'video', url: 'https://files.example/1.mp4', previewUrl: null, ...rest },
      { type: 'audio', url: 'https://files.example/2.mp3', previewUrl: null, ...rest },
      { type: 'file', url: 'https://files.example/3.bin', previewUrl: null, ...rest },
      { ...rest, type: 'link', url: card.url, previewUrl: card.image, description: 'Example' },
    ])
  })

  it('is never later than the reader', () => {
    const future = '2199-01-01T00:00:00.000Z'
    expect(draftOf({ created_at: future, edited_at: future })).toMatchObject({ publishedAt: now, editedAt: now })
  })

  it('declares a language only in its own form', () => {
    expect(draftOf({ language: 'zh-TW' }).language).toBe('zh-TW')
    expect(draftOf({ language: 'not a language' }).language).toBe(null)
  })
})
