import { describe, expect, it } from 'vitest'
import { isHandle, parseAtUri, timeOfRecordKey } from './at-uri.js'

const did = 'did:plc:wjdq3uyetraio6hfczhxkb6a'

describe('parseAtUri', () => {
  it('reads the address of a record', () => {
    expect(parseAtUri(`at://${did}/app.bsky.feed.post/3n2sfeu37jc2z`)).toEqual({
      did,
      collection: 'app.bsky.feed.post',
      rkey: '3n2sfeu37jc2z',
    })
    expect(parseAtUri('at://did:web:example.com/app.bsky.feed.post/a:b~c_d-e.f')?.did).toBe('did:web:example.com')
  })

  it.each([
    `at://${did}`,
    `at://${did}/app.bsky.feed.post`,
    `at://${did}/app.bsky.feed.post/a/b`,
    `at://${did}/app.bsky.feed.post/a?b`,
    `at://${did}/app.bsky.feed.post/a\n`,
    `at://alice.test/app.bsky.feed.post/a`,
    `https://bsky.app/profile/${did}`,
    '',
  ])('refuses %j', (uri) => {
    expect(parseAtUri(uri)).toBe(null)
  })
})

describe('timeOfRecordKey', () => {
  it('reads the time of a TID', () => {
    // The server made the key 3 ms after the client had written `createdAt`.
    expect(new Date(timeOfRecordKey('3n2sfeu4y5s2z') ?? 0).toISOString()).toBe('2026-11-21T05:43:04.315Z')
    // The examples of https://atproto.com/specs/tid.
    expect(timeOfRecordKey('2222222222222')).toBe(0)
    expect(timeOfRecordKey('3jzfcijpj2z2a')).toBe(Date.parse('2023-06-30T15:03:01.887Z'))
  })

  it.each(['self', '3jzfcijpj2z21', '3jzfcijpj2z2aa', 'kjzfcijpj2z2a', '0000000000000'])('refuses %s', (rkey) => {
    expect(timeOfRecordKey(rkey)).toBe(null)
  })
})

describe('isHandle', () => {
  it.each(['a.test', 'xn--bcher-kva.example', '8.cn', 'a-b.c-d.io'])('takes %s', (handle) => {
    expect(isHandle(handle)).toBe(true)
  })

  it.each([
    'alice',
    'handle.invalid',
    '-a.test',
    'a-.test',
    'a..test',
    'a.t_t',
    'A.test',
    '1.2.3.4',
    `${'a.'.repeat(130)}io`,
  ])('refuses %s', (handle) => {
    expect(isHandle(handle)).toBe(false)
  })
})
