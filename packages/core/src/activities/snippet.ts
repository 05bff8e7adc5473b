import { cutText } from '../kernel/index.js'

const snippetLength = 200
let graphemes: Intl.Segmenter | undefined

/** The beginning of a text on one line, up to 200 characters, cut after a whole word where one ends near the limit. */
export function snippetOf(text: string | null): string | null {
  if (text === null) return null
  const whole = text.trimStart()
  const start = cutText(whole, 4 * snippetLength)
  const line = start.replace(/\s+/g, ' ').trimEnd()
  const more = start.length < whole.length && whole.slice(start.length).trimStart() !== ''
  if (line.length <= snippetLength) return line === '' ? null : `${line}${more ? '…' : ''}`
  const head = line.slice(0, snippetLength)
  const space = head.lastIndexOf(' ')
  if (space > snippetLength / 2) return `${head.slice(0, space)}…`
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  let cut = ''
  for (const { segment } of graphemes.segment(line)) {
    if (cut.length + segment.length > snippetLength) break
    cut += segment
  }
  return `${cut}…`
}
