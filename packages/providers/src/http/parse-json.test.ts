import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxJsonDepth, parseJson } from './parse-json.js'

const parse = (text: string) => parseJson(new TextEncoder().encode(text))

describe('parseJson', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        const text = JSON.stringify(value).replaceAll('__proto__', 'proto')
        const expected: unknown = JSON.parse(text)
        expect(parse(text)).toEqual({ value: expected })
      }),
    )
  })

  it('skips a byte order mark', () => {
    expect(parse('\ufeff{"a":1}')).toEqual({ value: { a: 1 } })
  })

  it.each(['', '  \n', '{"a":', '<html>', '{"a":1}{"b":2}', '\u0000'])('names the problem of %j', (text) => {
    expect(parse(text)).toHaveProperty('problem')
  })

  it('stops at a depth, whatever stands in strings', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
    expect(parse(nested(maxJsonDepth))).toHaveProperty('value')
    expect(parse(nested(maxJsonDepth + 1))).toHaveProperty('problem')
    expect(parse(`["${'['.repeat(1000)}\\"${'['.repeat(1000)}"]`)).toHaveProperty('value')
  })

  it('drops what lies too deep, where one part must not spoil the rest', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
    const bytes = new TextEncoder().encode(`{"a":1,"b":${nested(100_000)},"c":{"d":${nested(maxJsonDepth - 2)}}}`)
    const parsed = parseJson(bytes, { tooDeep: 'drop' })
    if (!('value' in parsed)) throw new Error(parsed.problem)
    const text = JSON.stringify(parsed.value)
    expect(text).toBe(
      `{"a":1,"b":${'['.repeat(maxJsonDepth - 1)}null${']'.repeat(maxJsonDepth - 1)},` +
        `"c":{"d":${nested(maxJsonDepth - 2)}}}`,
    )
    expect(parse(text)).toEqual(parsed)
  })

  it('bears a million brackets', () => {
    expect(parse('['.repeat(1_000_000))).toHaveProperty('problem')
    expect(parse('{"a":'.repeat(1_000_000))).toHaveProperty('problem')
  })

  it.each(['{"a":[{"__proto__":{"admin":true},"b":1}]}', '{"a":[{"\\u005f_proto_\\u005F":{"admin":true},"b":1}]}'])(
    'drops prototypes from %s',
    (text) => {
      const parsed = parse(text)
      if (!('value' in parsed)) throw new Error(parsed.problem)
      expect(JSON.stringify(parsed.value)).toBe('{"a":[{"b":1}]}')
    },
  )
})
