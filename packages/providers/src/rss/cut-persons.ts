// The parser of RSS persons takes time that grows with the square of their length: 100 kB of brackets take 20 s.
const maxPersonLength = 1000

const opening = /<!\[CDATA\[|<!--|<(?:[\w.-]{1,40}:)?(?:author|managingeditor|webmaster)(?=[\s>])/gi
const closing = /<\/(?:[\w.-]{1,40}:)?(?:author|managingeditor|webmaster)\s{0,10}>/gi

/** An RSS document without the content of overlong `author`, `managingEditor` and `webMaster` elements. */
export function cutPersons(xml: string): string {
  let result = ''
  let kept = 0
  opening.lastIndex = 0
  for (let match = opening.exec(xml); match; match = opening.exec(xml)) {
    const end = match[0].startsWith('<!')
      ? sectionEnd(xml, match[0], opening.lastIndex)
      : personEnd(xml, opening.lastIndex)
    if (!end) break
    if (end.cutFrom !== null) {
      result += xml.slice(kept, end.cutFrom)
      kept = end.index
    }
    opening.lastIndex = end.index
  }
  return kept === 0 ? xml : result + xml.slice(kept)
}

interface End {
  readonly index: number
  readonly cutFrom: number | null
}

function sectionEnd(xml: string, start: string, from: number): End | null {
  const index = xml.indexOf(start === '<!--' ? '-->' : ']]>', from)
  return index === -1 ? null : { index: index + 3, cutFrom: null }
}

function personEnd(xml: string, from: number): End | null {
  const contentStart = xml.indexOf('>', from) + 1
  closing.lastIndex = contentStart
  const match = contentStart === 0 ? null : closing.exec(xml)
  if (!match) return null
  return { index: match.index, cutFrom: match.index - contentStart > maxPersonLength ? contentStart : null }
}
