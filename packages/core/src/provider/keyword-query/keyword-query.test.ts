import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { draftOf } from '../../../test-support/list-provider.js'
import type { ActivityDraft } from '../draft.js'
import { checkKeywordQuery, type KeywordOperator, type KeywordQuery, keywordOperators } from './keyword-query.js'
import { matchKeywordQuery } from './match-keyword-query.js'
import { parseKeywordQuery } from './parse-keyword-query.js'
import { relaxKeywordQuery } from './relax-keyword-query.js'

const words = (text: string): KeywordQuery => ({ op: 'words', text })
const all = (...of: KeywordQuery[]): KeywordQuery => ({ op: 'all', of })
const any = (...of: KeywordQuery[]): KeywordQuery => ({ op: 'any', of })
const not = (of: KeywordQuery): KeywordQuery => ({ op: 'not', of })

describe('parseKeywordQuery', () => {
  it.each<[string, KeywordQuery]>([
    ['rust', words('rust')],
    ['learn rust', all(words('learn'), words('rust'))],
    ['"machine learning"', words('machine learning')],
    ['rust OR go', any(words('rust'), words('go'))],
    ['learn rust OR go OR zig', all(words('learn'), any(words('rust'), words('go'), words('zig')))],
    ['(learn rust) OR go', any(all(words('learn'), words('rust')), words('go'))],
    ['-crypto', not(words('crypto'))],
    ['-"get rich" -(a b)', all(not(words('get rich')), not(all(words('a'), words('b'))))],
    ['#AI @ada', all({ op: 'hashtag', tag: 'AI' }, { op: 'mention', handle: 'ada' })],
    ['from:@ada lang:pt-BR', all({ op: 'author', handle: 'ada' }, { op: 'language', language: 'pt-BR' })],
    ['kind:article', { op: 'kind', kind: 'article' }],
    ['or https://example.com', all(words('or'), words('https://example.com'))],
    ['C++ node.js a:b', all(words('C++'), words('node.js'), words('a:b'))],
  ])('reads %s', (text, query) => {
    expect(parseKeywordQuery(text)).toEqual(query)
  })

  it.each<[string, number]>([
    ['', 0],
    ['  ', 2],
    ['a OR', 4],
    ['a -', 3],
    ['OR a', 0],
    ['a OR OR b', 5],
    ['(a', 2],
    ['a)', 1],
    ['()', 1],
    ['"open', 0],
    ['a ""', 2],
    ['a # b', 2],
    ['from: a', 0],
    ['kind:novel', 0],
    ['-(', 2],
  ])('refuses %j at its place', (text, position) => {
    expect(() => parseKeywordQuery(text)).toThrow(
      expect.objectContaining({ code: 'invalid_input', details: { position } }),
    )
  })

  it.each([
    ['deep', `${'('.repeat(1000)}a${')'.repeat(1000)}`],
    ['many', 'a '.repeat(1000)],
    ['negated without end', `${'-('.repeat(1000)}a${')'.repeat(1000)}`],
    ['one long word', 'a'.repeat(1000)],
  ])('refuses what is too large: %s', (_, text) => {
    expect(() => parseKeywordQuery(text)).toThrow(expect.objectContaining({ code: 'invalid_input' }))
  })

  it('gives a query or refuses, whatever is typed', () => {
    const piece = fc.constantFrom('a', ' ', '"', '(', ')', '-', '#', '@', 'OR', 'from:', 'lang:', 'kind:post', '\ud800')
    const typed = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(typed, (text) => {
        try {
          expect(checkKeywordQuery(parseKeywordQuery(text))).toBeTruthy()
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid_input' })
        }
      }),
      { numRuns: 3000 },
    )
  })
})

describe('checkKeywordQuery', () => {
  it.each<[string, unknown]>([
    ['nothing', null],
    ['a text', 'rust'],
    ['an unknown test', { op: 'emoji', text: 'x' }],
    ['no parts', { op: 'all', of: [] }],
    ['a part that is none', { op: 'any', of: [words('a'), 1] }],
    ['an empty text', words(' ')],
    ['half a character', words('\ud800')],
    ['a long text', words('x'.repeat(501))],
    ['an unknown kind', { op: 'kind', kind: 'novel' }],
    ['too many tests', { op: 'all', of: Array.from({ length: 101 }, () => words('a')) }],
    ['no end', Array.from({ length: 20 }).reduce<unknown>((of) => ({ op: 'not', of }), words('a'))],
  ])('refuses %s', (_, query) => {
    expect(() => checkKeywordQuery(query)).toThrow(expect.objectContaining({ code: 'invalid_input' }))
  })
})

describe('matchKeywordQuery', () => {
  const draft = draftOf('Ada', '1', {
    title: 'Machine Learning',
    text: 'for Café owners in 東京大学',
    hashtags: ['LearnInPublic'],
    mentions: [{ externalId: null, handle: 'Ben.Test' }],
    language: 'pt-BR',
    kind: 'article',
  })

  it.each<[string, boolean]>([
    ['machine', true],
    ['MACHINE learning', true],
    ['mach', false],
    ['"machine learning"', true],
    ['"learning machine"', false],
    ['"learning for"', false],
    ['cafe', true],
    ['京大', true],
    ['#learninpublic', true],
    ['#learn', false],
    ['@ben.test', true],
    ['from:ada', true],
    ['from:ben.test', false],
    ['lang:pt', true],
    ['lang:p', false],
    ['lang:pt-PT', false],
    ['kind:article -crypto', true],
    ['rust OR cafe', true],
    ['rust OR go', false],
    ['-machine', false],
    ['"?!"', false],
  ])('%s: %s', (text, expected) => {
    expect(matchKeywordQuery(parseKeywordQuery(text))(draft)).toBe(expected)
  })
})

describe('relaxKeywordQuery', () => {
  const relax = (text: string, ...operators: KeywordOperator[]) => relaxKeywordQuery(parseKeywordQuery(text), operators)

  it('leaves out conditions that cannot be said, and says so', () => {
    expect(relax('rust lang:en', 'words')).toEqual({ asked: words('rust'), isExact: false })
    expect(relax('rust -crypto', 'words')).toEqual({ asked: words('rust'), isExact: false })
    expect(relax('rust lang:en', 'words', 'language')).toMatchObject({ isExact: true })
  })

  it('gives up alternatives of which one cannot be said', () => {
    expect(relax('rust OR #go', 'words', 'any')).toEqual({ asked: null, isExact: false })
    expect(relax('rust OR go', 'words')).toEqual({ asked: null, isExact: false })
    expect(relax('learn rust OR #go', 'words', 'any')).toEqual({ asked: words('learn'), isExact: false })
  })

  it('asks for the words of a phrase where phrases cannot be said', () => {
    expect(relax('"machine learning"', 'words')).toEqual({
      asked: all(words('machine'), words('learning')),
      isExact: false,
    })
    expect(relax('"machine learning"', 'phrase')).toMatchObject({ isExact: true })
    expect(relax('-"machine learning"', 'words', 'not')).toEqual({ asked: null, isExact: false })
  })

  it('puts `not` before single tests', () => {
    expect(relax('-(a OR b)', 'words', 'not').asked).toEqual(all(not(words('a')), not(words('b'))))
    expect(relax('-(a b)', 'words', 'not', 'any').asked).toEqual(any(not(words('a')), not(words('b'))))
    expect(relax('-(-(a))', 'words').asked).toEqual(words('a'))
  })

  it('never misses an item, and is exact only where it finds nothing else', () => {
    const word = fc.constantFrom('a', 'b', 'c')
    const test = fc.oneof(
      word.map(words),
      fc.tuple(word, word).map(([one, other]) => words(`${one} ${other}`)),
      word.map((tag): KeywordQuery => ({ op: 'hashtag', tag })),
      word.map((handle): KeywordQuery => ({ op: 'author', handle })),
      fc.constantFrom<KeywordQuery>({ op: 'language', language: 'en' }, { op: 'kind', kind: 'post' }),
    )
    const { query } = fc.letrec<{ query: KeywordQuery }>((tie) => ({
      query: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        test,
        tie('query').map(not),
        fc.array(tie('query'), { minLength: 1, maxLength: 3 }).map((of) => all(...of)),
        fc.array(tie('query'), { minLength: 1, maxLength: 3 }).map((of) => any(...of)),
      ),
    }))
    const item = fc
      .record({
        text: fc.array(word, { maxLength: 4 }).map((list) => list.join(' ')),
        hashtags: fc.array(word, { maxLength: 2 }),
        author: word,
        language: fc.constantFrom('en', 'en-GB', 'de', null),
        kind: fc.constantFrom('post' as const, 'article' as const),
      })
      .map(({ author, ...rest }): ActivityDraft => draftOf(author, '1', rest))
    const operators = fc.subarray([...keywordOperators])
    const property = fc.property(
      query,
      operators,
      fc.array(item, { minLength: 5, maxLength: 10 }),
      (wanted, known, items) => {
        const { asked, isExact } = relaxKeywordQuery(wanted, known)
        const isWanted = matchKeywordQuery(wanted)
        const isFound = asked === null ? () => true : matchKeywordQuery(asked)
        for (const each of items) {
          if (isWanted(each)) expect(isFound(each)).toBe(true)
          if (isExact) expect(isFound(each)).toBe(isWanted(each))
        }
        expect(isExact && asked === null).toBe(false)
      },
    )
    fc.assert(property, { numRuns: 2000 })
  })
})
