/** The longest word that is kept; what is longer is cut, in rows and in queries alike. */
const maxWordLength = 40

const wordPattern = /[\p{L}\p{N}\p{M}]+/gu
const markPattern = /\p{M}+/gu
// Scripts that write without spaces: every pair of neighbours is a word, so that any part of a phrase is found.
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]+/gu

/**
 * The distinct words of a text as search sees them: lower case, without diacritics, letters and digits only. Rows and
 * queries go through the same function, so that every engine finds the same rows.
 */
export function searchWords(text: string): string[] {
  const words = new Set<string>()
  // Compatibility decomposition splits accents off and unifies width; the marks are then dropped.
  const folded = text.normalize('NFKD').toLowerCase()
  for (const [word] of folded.matchAll(wordPattern)) {
    const bare = word.replace(markPattern, '')
    let rest = bare
    for (const [run] of bare.matchAll(unspaced)) {
      rest = rest.replace(run, ' ')
      const signs = [...run]
      if (signs.length === 1) words.add(run)
      for (let i = 0; i + 1 < signs.length; i++) words.add(`${signs[i]}${signs[i + 1]}`)
    }
    for (const part of rest.split(' ')) if (part !== '') words.add([...part].slice(0, maxWordLength).join(''))
  }
  return [...words]
}
