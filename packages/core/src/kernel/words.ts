import { once } from './once.js'

/** The longest word that is kept; what is longer is cut, in rows and in queries alike. */
const maxWordLength = 40

const plainText = /^[\t-~]*$/
const plainWord = /[a-z0-9]+/g
const anyWord = /[\p{L}\p{N}\p{M}]+/gu
const marks = /\p{M}+/gu
// Scripts that write without spaces: every pair of neighbours is a word, so that any part of a phrase is found.
const unspacedScript =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}'
// Made by the first text that needs them: the tables of six scripts are read for it.
const unspaced = once(() => new RegExp(`[${unspacedScript}]+|[^${unspacedScript}]+`, 'gu'))
const startsUnspaced = once(() => new RegExp(`^[${unspacedScript}]`, 'u'))

/**
 * The distinct words of a text as search sees them: lower case, without diacritics, letters and digits only. Rows and
 * queries go through the same function, so that every engine finds the same rows.
 */
export function searchWords(text: string): string[] {
  return [...new Set(orderedWords(text))]
}

/** The words of {@link searchWords}, each as often as it stands in the text and in its order. */
export function orderedWords(text: string): string[] {
  // Most texts of most hosts: nothing to fold but case.
  if (plainText.test(text)) return (text.toLowerCase().match(plainWord) ?? []).map(cut)
  const words: string[] = []
  // Compatibility decomposition splits accents off and unifies width; the marks are then dropped.
  for (const word of text.normalize('NFKD').toLowerCase().match(anyWord) ?? []) {
    const bare = word.replace(marks, '')
    for (const run of bare.match(unspaced()) ?? []) {
      if (startsUnspaced().test(run)) words.push(...pairsOf(run))
      else words.push(cut(run))
    }
  }
  return words
}

function cut(word: string): string {
  return word.length <= maxWordLength ? word : [...word].slice(0, maxWordLength).join('')
}

function pairsOf(run: string): string[] {
  const signs = [...run]
  if (signs.length === 1) return [run]
  return signs.slice(1).map((sign, place) => `${signs[place]}${sign}`)
}
