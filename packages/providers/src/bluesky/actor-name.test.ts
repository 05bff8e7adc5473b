import { describe, expect, it } from 'vitest'
import { readActorName } from './actor-name.js'

describe('readActorName', () => {
  it.each([
    ['alice.test', 'alice.test'],
    ['@Alice.Test', 'alice.test'],
    ['  @alice.test ', 'alice.test'],
    ['\u202a@alice.test\u202c', 'alice.test'],
    ['did:plc:wjdq3uyetraio6hfczhxkb6a', 'did:plc:wjdq3uyetraio6hfczhxkb6a'],
    ['https://bsky.app/profile/alice.test', 'alice.test'],
    ['https://bsky.app/profile/alice.test/post/3n2sfeu37jc2z?ref=x#y', 'alice.test'],
    ['bsky.app/profile/did:plc:wjdq3uyetraio6hfczhxkb6a', 'did:plc:wjdq3uyetraio6hfczhxkb6a'],
    ['https://bsky.app/profile/did%3Aplc%3Awjdq3uyetraio6hfczhxkb6a', 'did:plc:wjdq3uyetraio6hfczhxkb6a'],
    ['at://alice.test/app.bsky.feed.post/1', 'alice.test'],
  ])('reads %j as %s', (typed, actor) => {
    expect(readActorName(typed)).toBe(actor)
  })

  it.each(['', '@', 'alice', 'handle.invalid', 'https://example.com/@alice', 'a b.c/d', 'did:', '%', 'alice.test?x=1'])(
    'refuses %j without repeating it',
    (typed) => {
      expect(() => readActorName(typed)).toThrow(
        expect.objectContaining({
          code: 'invalid_input',
          message: 'Not a Bluesky account: give a whole handle such as name.bsky.social or a DID.',
        }),
      )
    },
  )
})
