import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { searchWords } from './words.js'

describe('searchWords', () => {
  test.each<[string, readonly string[]]>([
    ['', []],
    [' \n\t!?…—', []],
    ['Learning TypeScript', ['learning', 'typescript']],
    ['to be or not to be', ['to', 'be', 'or', 'not']],
    ['Café CAFÉ Cafe\u0301', ['cafe']],
    ['node.js, C++ & a_b: 3.14', ['node', 'js', 'c', 'a', 'b', '3', '14']],
    ["it’s it's", ['it', 's']],
    ['ＦＵＬＬ ｗｉｄｔｈ ﬁne', ['full', 'width', 'fine']],
    ['МОСКВА', ['москва']],
    ['#LearnInPublic @ada', ['learninpublic', 'ada']],
    ['😀 only 👩‍👩‍👧', ['only']],
    ['東京大学', ['東京', '京大', '大学']],
    ['学', ['学']],
    ['大学a学b大学', ['大学', '学', 'a', 'b']],
    ['ไทย', ['ไท', 'ทย']],
  ])('%j has the words %j', (text, words) => {
    expect([...searchWords(text)].sort()).toEqual([...words].sort())
  })

  test('a word is cut at 40 characters, and never inside one', () => {
    expect(searchWords('x'.repeat(100))).toEqual(['x'.repeat(40)])
    const [wide] = searchWords('\u{20000}x'.repeat(100).replaceAll('\u{20000}', '\u{1e900}'))
    expect([...(wide ?? '')]).toHaveLength(40)
    expect(wide?.isWellFormed()).toBe(true)
  })

  test('words are distinct, bare and stay what they are when they go through again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        const words = searchWords(text)
        expect(new Set(words).size).toBe(words.length)
        for (const word of words) expect(word).toMatch(/^[\p{L}\p{N}]+$/u)
        expect([...searchWords(words.join(' '))].sort()).toEqual([...words].sort())
      }),
      { numRuns: 2000 },
    )
  })

  test('upper case and accents that are written apart make no difference', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        expect(searchWords(text.normalize('NFD'))).toEqual(searchWords(text.normalize('NFC')))
      }),
    )
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        expect(searchWords(text.toUpperCase())).toEqual(searchWords(text.toLowerCase()))
      }),
    )
  })
})
