import { orderedWords } from '../../kernel/index.js'
import type { KeywordOperator, KeywordQuery } from './keyword-query.js'

/** What of a query can be asked of a platform. */
export interface RelaxedQuery {
  /** Finds everything that the whole query would find; `not` stands before tests only. Null when nothing can be asked. */
  readonly asked: KeywordQuery | null
  /** Whether it finds nothing else, so that the answer need not be filtered. */
  readonly isExact: boolean
}

/**
 * The narrowest query within a platform's operators that misses nothing. A condition that cannot be said is left out where
 * it only narrows; an alternative that cannot be said takes its whole `any` with it, since its items would be missed.
 */
export function relaxKeywordQuery(query: KeywordQuery, operators: readonly KeywordOperator[]): RelaxedQuery {
  const known = new Set(operators)
  const relax = (part: KeywordQuery): RelaxedQuery => {
    switch (part.op) {
      case 'all': {
        const parts = part.of.map(relax)
        const asked = parts.flatMap((inner) => inner.asked ?? [])
        return { asked: joined('all', asked), isExact: parts.every(({ isExact }) => isExact) }
      }
      case 'any': {
        const parts = part.of.map(relax)
        const asked = parts.flatMap((inner) => inner.asked ?? [])
        if (asked.length < parts.length || (parts.length > 1 && !known.has('any'))) return nothing
        return { asked: joined('any', asked), isExact: parts.every(({ isExact }) => isExact) }
      }
      case 'not': {
        const opposite = negate(part.of)
        if (opposite.op !== 'not') return relax(opposite)
        // The opposite of more would be less.
        return known.has('not') && relax(opposite.of).isExact ? { asked: opposite, isExact: true } : nothing
      }
      case 'words': {
        const isPhrase = orderedWords(part.text).length > 1
        if (known.has(isPhrase ? 'phrase' : 'words')) return { asked: part, isExact: true }
        // Its words in any order are more than the phrase.
        return isPhrase && known.has('words') ? { asked: wordByWord(part.text), isExact: false } : nothing
      }
      default:
        return known.has(part.op) ? { asked: part, isExact: true } : nothing
    }
  }
  return relax(query)
}

const nothing: RelaxedQuery = { asked: null, isExact: false }

/** The opposite, so that `not` stands before single tests only. */
function negate(query: KeywordQuery): KeywordQuery {
  switch (query.op) {
    case 'all':
    case 'any':
      return { op: query.op === 'all' ? 'any' : 'all', of: query.of.map((of) => ({ op: 'not', of })) }
    case 'not':
      return query.of
    default:
      return { op: 'not', of: query }
  }
}

function joined(op: 'all' | 'any', of: readonly KeywordQuery[]): KeywordQuery | null {
  const [first] = of
  if (!first) return null
  return of.length === 1 ? first : { op, of }
}

function wordByWord(text: string): KeywordQuery {
  return { op: 'all', of: orderedWords(text).map((word) => ({ op: 'words', text: word })) }
}
