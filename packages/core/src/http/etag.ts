import { digest } from '../kernel/index.js'
import { type Answer, jsonType } from './answer.js'

/** A read as an answer: its tag is a hash of the body, and who has that body already is only told so. */
export function taggedAnswer(body: string, ifNoneMatch: string | null): Answer {
  const etag = `"${digest(body)}"`
  const caching = { etag, 'cache-control': 'private, no-cache' }
  if (ifNoneMatch !== null && matches(ifNoneMatch, etag)) return { status: 304, headers: caching, body: null }
  return { status: 200, headers: { ...caching, 'content-type': jsonType }, body }
}

// RFC 9110, 13.1.2: compared weakly, since what compresses on the way weakens a tag. No tag of ours holds a comma.
function matches(header: string, etag: string): boolean {
  return header.split(',').some((part) => {
    const candidate = part.trim()
    return candidate === '*' || candidate === etag || candidate === `W/${etag}`
  })
}
