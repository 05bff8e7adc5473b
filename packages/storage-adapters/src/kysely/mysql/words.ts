import { hash } from 'node:crypto'

/** Long enough that no word is shorter than the server indexes, and that no word becomes one of its stop words. */
const mark = 'zqx'
const markOfDigest = 'zqy'
/** The server indexes no word beyond 84 characters. */
const maxLength = 60

/**
 * A word as the full-text index of InnoDB keeps it whole: ASCII letters and digits only. What has others becomes a
 * digest, so that it does not depend on what the server takes for a letter.
 */
export function encodeWord(word: string): string {
  if (word.length <= maxLength && /^[a-z0-9]+$/.test(word)) return mark + word
  return markOfDigest + hash('sha256', word, 'hex').slice(0, 32)
}

/** The search column of a row. */
export function encodeWords(words: unknown): string {
  const text = String(words)
  return text === '' ? '' : text.split(' ').map(encodeWord).join(' ')
}
