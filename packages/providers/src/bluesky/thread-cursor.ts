import * as z from 'zod'
import { readJsonCursor } from '../drafts/json-cursor.js'
import type { Place } from '../drafts/newest-first.js'
import { parseAtUri } from './at-uri.js'

/** Where the reading of a thread stands; the server itself has no pages for threads. */
export interface ThreadCursor {
  /** The posts whose replies are still to be read; the first is being read. */
  readonly anchors: readonly string[]
  /** The last comment given under the first anchor; null before the first. */
  readonly after: Place | null
}

const uri = z.string().refine((text) => parseAtUri(text) !== null)
const cursorSchema = z.tuple([z.array(uri).min(1), z.tuple([z.number().int(), uri]).nullable()])

export function packThreadCursor({ anchors, after }: ThreadCursor): string | null {
  return anchors.length === 0 ? null : JSON.stringify([anchors, after])
}

/** @throws `invalid_cursor` */
export function unpackThreadCursor(cursor: string): ThreadCursor {
  const [anchors, after] = readJsonCursor(cursor, { schema: cursorSchema, platform: 'bluesky', items: 'comments' })
  return { anchors, after }
}
