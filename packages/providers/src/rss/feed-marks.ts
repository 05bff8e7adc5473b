import type { Feed } from './feed.js'

const historyNamespace = 'http://purl.org/syndication/history/1.0'
const tombstoneNamespace = 'http://purl.org/atompub/tombstones/1.0'

const deletedEntry =
  /<(?:[\w.-]{1,40}:)?deleted-entry\s[^<>]{0,2000}?\bref\s{0,5}=\s{0,5}(?:"([^"<]{1,1000})"|'([^'<]{1,1000})')/g
const references: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/**
 * What a feed says about items that it does not list: which are deleted (RFC 6721), and whether everything else is
 * there (RFC 5005, section 2). The parser of the feed does not know these two.
 */
export function readFeedMarks(xml: string): Pick<Feed, 'deleted' | 'complete'> {
  return { deleted: xml.includes(tombstoneNamespace) ? readDeleted(xml) : [], complete: isComplete(xml) }
}

function readDeleted(xml: string): string[] {
  return [...xml.matchAll(deletedEntry)].map(([, double, single]) => {
    const value = double ?? single ?? ''
    return value.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => references[name] ?? '').trim()
  })
}

/** The mark stands in the head of the feed, before its items. */
function isComplete(xml: string): boolean {
  const firstItem = xml.search(/<(?:[\w.-]{1,40}:)?(?:item|entry)[\s>]/)
  const head = firstItem === -1 ? xml : xml.slice(0, firstItem)
  return head.includes(historyNamespace) && /<(?:[\w.-]{1,40}:)?complete(?:\s[^<>]{0,300})?\/?>/.test(head)
}
