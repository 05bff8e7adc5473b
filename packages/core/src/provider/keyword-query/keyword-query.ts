import { SociusError } from '../../kernel/index.js'
import { syncedKinds } from '../draft.js'

/**
 * What somebody looks for on a platform: one form for all of them. Each provider writes it in its platform's own
 * language, as far as that goes.
 */
export type KeywordQuery =
  | { readonly op: 'all' | 'any'; readonly of: readonly KeywordQuery[] }
  | { readonly op: 'not'; readonly of: KeywordQuery }
  | KeywordTest

/** What one item is held against. */
export type KeywordTest =
  /** These words, one after the other, whole, without regard to case and accents. */
  | { readonly op: 'words'; readonly text: string }
  /** Without the sign. */
  | { readonly op: 'hashtag'; readonly tag: string }
  /** Somebody is named; the handle without the sign. */
  | { readonly op: 'mention'; readonly handle: string }
  | { readonly op: 'author'; readonly handle: string }
  /** A BCP 47 language; one without a region takes in all of its regions. */
  | { readonly op: 'language'; readonly language: string }
  | { readonly op: 'kind'; readonly kind: (typeof syncedKinds)[number] }

/** What a platform's search may or may not understand; `phrase` is a test of several words. */
export const keywordOperators = [
  ...['words', 'phrase', 'hashtag', 'mention', 'author', 'language', 'kind'],
  ...['any', 'not'],
] as readonly KeywordOperator[]

export type KeywordOperator = KeywordTest['op'] | 'phrase' | 'any' | 'not'

const maxDepth = 10
const maxTests = 100
const maxLength = 500

/**
 * Checks a query that comes from outside and gives it back.
 * @throws `invalid_input` when it is no query, is empty somewhere, nests deeper than 10, has more than 100 tests, or a text
 * longer than 500 characters.
 */
export function checkKeywordQuery(query: unknown): KeywordQuery {
  let tests = 0
  const check = (part: unknown, depth: number): void => {
    if (typeof part !== 'object' || part === null || depth > maxDepth) throw notAQuery()
    const { op, of } = part as { op?: unknown; of?: unknown }
    if (op === 'not') return check(of, depth + 1)
    if (op === 'all' || op === 'any') {
      if (!Array.isArray(of) || of.length === 0) throw notAQuery()
      for (const inner of of) check(inner, depth + 1)
      return
    }
    tests += 1
    if (tests > maxTests || !isTest(part as Record<string, unknown>)) throw notAQuery()
  }
  check(query, 1)
  return query as KeywordQuery // as it was just found to be
}

function isTest(part: Record<string, unknown>): boolean {
  switch (part['op']) {
    case 'words':
      return isText(part['text'])
    case 'hashtag':
      return isText(part['tag'])
    case 'mention':
    case 'author':
      return isText(part['handle'])
    case 'language':
      return isText(part['language'])
    case 'kind':
      return syncedKinds.some((kind) => kind === part['kind'])
    default:
      return false
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '' && value.length <= maxLength && value.isWellFormed()
}

function notAQuery(): SociusError {
  return new SociusError('invalid_input', 'This is not a keyword query, or a part of it is empty or too large.')
}
