import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normaliseHashtag } from './activity-tag.js'

describe('normaliseHashtag', () => {
  it.each([
    ['#Learning', 'learning'],
    ['Learning', 'learning'],
    ['##LEARNING', 'learning'],
    ['＃Learning', 'learning'],
    ['  #learning ', 'learning'],
    ['ＬＥＡＲＮＩＮＧ', 'learning'],
    ['Cafe\u0301', 'café'],
    ['Übung', 'übung'],
    ['ＷｅｂＤｅｖ2️⃣', 'webdev2️⃣'],
    ['學習', '學習'],
    ['#', ''],
    ['C#', 'c#'],
    ['ﬁnance', 'finance'],
  ])('makes %j to %j', (written, tag) => {
    expect(normaliseHashtag(written)).toBe(tag)
  })

  it('gives one form: well-formed, at most 150 characters, and the same when it is normalised again', () => {
    const hashtag = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc
        .array(fc.constantFrom('#', '＃', ' ', '\u3000', 'İ', 'ß', 'Σ', 'ﷺ', '😀', '𝔸', 'ǅ', 'a'))
        .map((p) => p.join('')),
    )
    fc.assert(
      fc.property(hashtag, (written) => {
        const tag = normaliseHashtag(written)
        expect(tag.length).toBeLessThanOrEqual(150)
        expect(tag.isWellFormed()).toBe(true)
        expect(normaliseHashtag(tag)).toBe(tag)
      }),
      { numRuns: 1000 },
    )
  })

  it('does not cut a pair in two', () => {
    expect(normaliseHashtag(`a${'😀'.repeat(80)}`)).toBe(`a${'😀'.repeat(74)}`)
  })
})
