import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRichText } from './rich-text.js'

const did = 'did:plc:juyr52qbez66hu73vub2dytu'

function bytes(text: string): number {
  return new TextEncoder().encode(text).length
}

function facetOn(text: string, part: string, feature: object): object {
  const byteStart = bytes(text.slice(0, text.indexOf(part)))
  return { index: { byteStart, byteEnd: byteStart + bytes(part) }, features: [feature] }
}

const link = (uri: string) => ({ $type: 'app.bsky.richtext.facet#link', uri })
const tag = (name: string) => ({ $type: 'app.bsky.richtext.facet#tag', tag: name })
const mention = { $type: 'app.bsky.richtext.facet#mention', did }

describe('readRichText', () => {
  it('finds what facets mark by their UTF-8 offsets', () => {
    const text = 'Café ☕👩‍🚀 @Ben.test\non #Rust: example.com'
    const facets = [
      facetOn(text, 'example.com', link('https://example.com/?a=1&b="2"')),
      facetOn(text, '@Ben.test', mention),
      facetOn(text, '#Rust', tag('Rust')),
    ]
    const rich = readRichText(text, facets, ['learning', '#rust'])
    expect(rich).toMatchObject({
      hashtags: ['Rust', 'learning'],
      mentions: [{ externalId: did, handle: 'ben.test' }],
    })
    expect(rich.links.map(({ start, end, url }) => [text.slice(start, end), url])).toEqual([
      ['@Ben.test', `https://bsky.app/profile/${did}`],
      ['#Rust', 'https://bsky.app/hashtag/Rust'],
      ['example.com', 'https://example.com/?a=1&b="2"'],
    ])
  })

  it('links to nothing but the web', () => {
    const text = 'click'
    for (const uri of ['javascript:alert(1)', 'data:text/html,x', 'at://x', '//evil', 'https://']) {
      expect(readRichText(text, [facetOn(text, text, link(uri))]).links).toEqual([])
    }
  })

  it('leaves out facets that do not lie on whole characters, or on another facet', () => {
    const text = 'é#a#b'
    const ranges: [number, number][] = [
      [1, 4], // starts within é
      [0, 1], // ends within é
      [2, 99],
      [4, 4],
      [4, 2],
      [-1, 3],
      [0.5, 2],
    ]
    const facets = ranges.map(([byteStart, byteEnd]) => ({ index: { byteStart, byteEnd }, features: [tag('x')] }))
    expect(readRichText(text, facets)).toEqual({ links: [], hashtags: [], mentions: [] })
    const overlapping = [
      { index: { byteStart: 2, byteEnd: 4 }, features: [tag('a')] },
      { index: { byteStart: 3, byteEnd: 6 }, features: [tag('b')] },
    ]
    expect(readRichText(text, overlapping).hashtags).toEqual(['a'])
  })

  it('passes over what is not a facet', () => {
    const text = '#a'
    const facets = [
      null,
      'x',
      {},
      { index: {}, features: [] },
      { index: { byteStart: '0', byteEnd: 2 }, features: [tag('x')] },
      {
        index: { byteStart: 0, byteEnd: 2 },
        features: [null, {}, { $type: 'other' }, { ...mention, did: 'x' }, tag('a')],
      },
    ]
    expect(readRichText(text, facets, [null, 1, '', '#', 'x'.repeat(641)])).toMatchObject({
      hashtags: ['a'],
      mentions: [],
    })
  })

  it('counts invisible marks, and bears lone surrogates', () => {
    const text = 'a\u202eb\u200bc \ud800 #t'
    expect(readRichText(text, [facetOn(text, '#t', tag('t\ud800'))])).toEqual({
      links: [{ start: 8, end: 10, url: 'https://bsky.app/hashtag/t%EF%BF%BD' }],
      hashtags: ['t\ufffd'],
      mentions: [],
    })
  })

  it('names parts of the text, in order and apart, whatever the facets say', () => {
    const offset = fc.integer({ min: -2, max: 60 })
    const facet = fc.record({
      index: fc.record({ byteStart: offset, byteEnd: offset }),
      features: fc.array(fc.constantFrom(link('https://example.com'), tag('a'), mention, {})),
    })
    const property = fc.property(fc.string({ unit: 'binary', maxLength: 20 }), fc.array(facet), (text, facets) => {
      let free = 0
      for (const { start, end } of readRichText(text, facets).links) {
        expect(start).toBeGreaterThanOrEqual(free)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(text.length)
        // Whole characters, so that no half of a pair stands in a link.
        expect(text.slice(start, end).isWellFormed() || !text.isWellFormed()).toBe(true)
        free = end
      }
    })
    fc.assert(property)
  })
})
