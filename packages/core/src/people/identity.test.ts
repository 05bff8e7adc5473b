import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { profileHash } from './identity.js'

const text = fc.option(fc.string({ maxLength: 5 }))
const count = fc.option(fc.nat(3))
const facts = fc.record({
  externalId: fc.string({ maxLength: 3 }),
  handle: text,
  displayName: text,
  bio: text,
  avatarUrl: text,
  url: text,
  followers: count,
  following: count,
})

describe('profileHash', () => {
  it('differs exactly when something that the platform says does', () => {
    fc.assert(
      fc.property(facts, facts, (one, other) => {
        expect(profileHash(one)).toBe(profileHash({ ...one }))
        expect(profileHash(one) === profileHash(other)).toBe(JSON.stringify(one) === JSON.stringify(other))
      }),
    )
  })

  it('sees every field', () => {
    const base = {
      externalId: 'x',
      handle: null,
      displayName: null,
      bio: null,
      avatarUrl: null,
      url: null,
      followers: null,
      following: null,
    }
    const changes = Object.keys(base).map((field) =>
      profileHash({ ...base, [field]: field.startsWith('follow') ? 0 : 'changed' }),
    )
    expect(new Set([profileHash(base), ...changes]).size).toBe(9)
  })
})
