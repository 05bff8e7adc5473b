import { SociusError } from '@socius/core/provider'
import * as z from 'zod'
import { parseAtUri } from './at-uri.js'
import type { Place } from './newest-first.js'

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
  const parsed = cursorSchema.safeParse(parse(cursor))
  if (!parsed.success) throw new SociusError('invalid_cursor', 'bluesky: not the cursor of a page of comments.')
  const [anchors, after] = parsed.data
  return { anchors, after }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
