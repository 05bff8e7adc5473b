import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEventStreamParser, type StreamMessage } from './parse-event-stream.js'

function parse(text: string): StreamMessage[] {
  return createEventStreamParser().push(text)
}

describe('the parser of event streams', () => {
  it.each<[string, string, Partial<StreamMessage>[]]>([
    ['one message', 'data: a\n\n', [{ event: 'message', data: 'a', id: '' }]],
    ['a name and an id', 'event: x\nid: 7\ndata: a\n\n', [{ event: 'x', id: '7', data: 'a' }]],
    ['several lines of data', 'data: a\ndata\ndata:b\n\n', [{ data: 'a\n\nb' }]],
    ['one space after the colon, and no more', 'data:  a\ndata:b: c\n\n', [{ data: ' a\nb: c' }]],
    ['an id that lasts', 'id: 1\ndata: a\n\ndata: b\n\n', [{ id: '1' }, { id: '1' }]],
    ['an id that is taken back', 'id: 1\ndata: a\n\nid\ndata: b\n\n', [{ id: '1' }, { id: '' }]],
    ['an id with a zero in it', 'id: 1\nid: 2\0\ndata: a\n\n', [{ id: '1' }]],
    ['comments and fields that nobody knows', ': ping\n:\nfoo: bar\nfoo\ndata: a\n\n', [{ data: 'a' }]],
    ['a name without data', 'event: x\n\ndata: a\n\n', [{ event: 'message', data: 'a' }]],
    ['an empty line of data', 'data\n\n', [{ data: '' }]],
    ['every end of line', 'data: a\r\ndata: b\rdata: c\n\r\n', [{ data: 'a\nb\nc' }]],
    ['a message that is cut off', 'data: a\n\ndata: b\n', [{ data: 'a' }]],
    ['nothing', '\n\n\n', []],
  ])('reads %s', (_what, text, expected) => {
    expect(parse(text)).toMatchObject(expected)
    expect(parse(text)).toHaveLength(expected.length)
  })

  it('reads how long to wait, and nothing that is no whole number', () => {
    const parser = createEventStreamParser()
    expect(parser.retry()).toBeNull()
    parser.push('retry: 1.5\nretry: x\nretry:\n')
    expect(parser.retry()).toBeNull()
    parser.push('retry: 250\n')
    expect(parser.retry()).toBe(250)
  })

  it('reads the same however the stream is cut', () => {
    const part = fc.constantFrom(
      '\r',
      '\n',
      '\r\n',
      ':',
      ' ',
      'data',
      'data: ',
      'event: ',
      'id: ',
      'x',
      'ä',
      '😀',
      '\0',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), fc.array(fc.nat(60), { maxLength: 12 }), (parts, cuts) => {
        const text = parts.join('')
        const places = [0, ...cuts.filter((cut) => cut < text.length), text.length].sort((a, b) => a - b)
        const parser = createEventStreamParser()
        const pieces = places.slice(1).map((end, place) => text.slice(places[place], end))
        expect(pieces.flatMap((piece) => parser.push(piece))).toEqual(parse(text))
      }),
      { numRuns: 2000 },
    )
  })
})
