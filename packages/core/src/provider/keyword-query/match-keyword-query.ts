import { orderedWords } from '../../kernel/index.js'
import type { ActivityDraft } from '../draft.js'
import type { KeywordQuery, KeywordTest } from './keyword-query.js'

/** Whether an item is what the query asks for. */
export type KeywordMatch = (draft: ActivityDraft) => boolean

/** The query as a test of items, for what a platform's own search cannot say. The query's words are folded once. */
export function matchKeywordQuery(query: KeywordQuery): KeywordMatch {
  const matches = compile(query)
  return (draft) => matches(createItem(draft))
}

/** An item with its words, which are cut when a test first asks for them. */
interface Item {
  readonly draft: ActivityDraft
  words(): string
}

function createItem(draft: ActivityDraft): Item {
  let words: string | null = null
  return {
    draft,
    words() {
      // Title and text do not make a phrase together.
      words ??= [draft.title, draft.text].map((text) => padded(orderedWords(text ?? ''))).join('\n')
      return words
    },
  }
}

/** With a blank at either end of each word, so that a phrase can be looked up as a part of a text. */
function padded(words: readonly string[]): string {
  return ` ${words.join(' ')} `
}

function compile(query: KeywordQuery): (item: Item) => boolean {
  switch (query.op) {
    case 'all': {
      const parts = query.of.map(compile)
      return (item) => parts.every((part) => part(item))
    }
    case 'any': {
      const parts = query.of.map(compile)
      return (item) => parts.some((part) => part(item))
    }
    case 'not': {
      const part = compile(query.of)
      return (item) => !part(item)
    }
    default:
      return compileTest(query)
  }
}

function compileTest(test: KeywordTest): (item: Item) => boolean {
  switch (test.op) {
    case 'words': {
      const words = orderedWords(test.text)
      const phrase = padded(words)
      // Signs alone are no words: nothing holds them.
      return (item) => words.length > 0 && item.words().includes(phrase)
    }
    case 'hashtag': {
      const tag = foldTag(test.tag)
      return ({ draft }) => draft.hashtags.some((hashtag) => foldTag(hashtag) === tag)
    }
    case 'mention': {
      const handle = foldHandle(test.handle)
      return ({ draft }) => draft.mentions.some((mention) => isSameHandle(mention.handle, handle))
    }
    case 'author': {
      const handle = foldHandle(test.handle)
      return ({ draft }) => isSameHandle(draft.author.handle, handle)
    }
    case 'language': {
      const language = test.language.toLowerCase()
      return ({ draft }) => {
        const own = draft.language?.toLowerCase()
        return own === language || own?.startsWith(`${language}-`) === true
      }
    }
    case 'kind':
      return ({ draft }) => draft.kind === test.kind
  }
}

function foldTag(tag: string): string {
  return tag.normalize('NFKC').replace(/^#/, '').toLowerCase()
}

function foldHandle(handle: string): string {
  return handle.trim().replace(/^@/, '').toLowerCase()
}

function isSameHandle(handle: string | null, folded: string): boolean {
  return handle !== null && foldHandle(handle) === folded
}
