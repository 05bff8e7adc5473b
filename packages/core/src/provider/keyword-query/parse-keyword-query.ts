import { SociusError } from '../../kernel/index.js'
import { syncedKinds } from '../draft.js'
import { checkKeywordQuery, type KeywordQuery } from './keyword-query.js'

/**
 * A query as people type it: words that all have to be there, `"a phrase"`, `OR` between alternatives, `-` before what is
 * not wanted, parentheses, `#hashtag`, `@handle`, `from:handle`, `lang:en`, `kind:article`. `OR` binds closer than the
 * blank, as in most search boxes: `rust (course OR book)` and `rust course OR book` are the same.
 * @throws `invalid_input` with the place in `details.position`, where a sign is missing, a part is empty, or the whole is
 * too large.
 * @example parseKeywordQuery('"machine learning" course OR book -crypto lang:en')
 */
export function parseKeywordQuery(text: string): KeywordQuery {
  const tokens = [...text.matchAll(token)].map((match): Token => ({ text: match[0], position: match.index }))
  const reader = createReader(tokens, text.length)
  const query = reader.conjunction(0)
  reader.end()
  return checkKeywordQuery(query)
}

interface Token {
  readonly text: string
  readonly position: number
}

const token = /-?"[^"]*"?|[()]|-(?=\()|[^\s()"]+/g
const deepest = 10

function createReader(tokens: readonly Token[], length: number) {
  let place = 0
  const next = () => tokens[place]?.text

  function refuse(reason: string): SociusError {
    const position = tokens[place]?.position ?? length
    return new SociusError('invalid_input', `The query cannot be read at character ${position + 1}: ${reason}.`, {
      details: { position },
    })
  }

  function conjunction(depth: number): KeywordQuery {
    if (depth > deepest) throw refuse('it is nested too deep')
    const parts: KeywordQuery[] = []
    while (next() !== undefined && next() !== ')') parts.push(alternatives(depth))
    const [first] = parts
    if (!first) throw refuse('something is missing')
    return parts.length === 1 ? first : { op: 'all', of: parts }
  }

  function alternatives(depth: number): KeywordQuery {
    const parts = [term(depth)]
    while (next() === 'OR') {
      place += 1
      parts.push(term(depth))
    }
    const [first] = parts
    return parts.length === 1 && first ? first : { op: 'any', of: parts }
  }

  function term(depth: number): KeywordQuery {
    const text = next()
    if (text === undefined || text === ')' || text === 'OR') throw refuse('something is missing')
    if (text === '-') {
      place += 1
      return { op: 'not', of: term(depth) }
    }
    if (text === '(') {
      place += 1
      const inner = conjunction(depth + 1)
      if (next() !== ')') throw refuse('a parenthesis is not closed')
      place += 1
      return inner
    }
    const isNegated = text.startsWith('-') && text.length > 1
    const query = test(isNegated ? text.slice(1) : text)
    place += 1
    return isNegated ? { op: 'not', of: query } : query
  }

  function test(text: string): KeywordQuery {
    if (text.startsWith('"')) {
      if (!text.endsWith('"') || text.length === 1) throw refuse('a quotation is not closed')
      return { op: 'words', text: filled(text.slice(1, -1)) }
    }
    if (text.startsWith('#')) return { op: 'hashtag', tag: filled(text.slice(1)) }
    if (text.startsWith('@')) return { op: 'mention', handle: filled(text.slice(1)) }
    const [, name, value = ''] = /^(from|lang|kind):(.*)$/.exec(text) ?? []
    switch (name) {
      case 'from':
        return { op: 'author', handle: filled(value.replace(/^@/, '')) }
      case 'lang':
        return { op: 'language', language: filled(value) }
      case 'kind': {
        const kind = syncedKinds.find((known) => known === value)
        if (!kind) throw refuse(`a kind is one of ${syncedKinds.join(', ')}`)
        return { op: 'kind', kind }
      }
      default:
        return { op: 'words', text: filled(text) }
    }
  }

  function filled(value: string): string {
    if (value.trim() === '') throw refuse('something is missing')
    return value
  }

  return {
    conjunction,
    end() {
      if (place < tokens.length) throw refuse('a parenthesis too many')
    },
  }
}
