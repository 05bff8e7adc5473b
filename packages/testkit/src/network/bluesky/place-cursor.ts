import type { Place } from './stored-post.js'
import { errorOfStatus } from './xrpc.js'

/** Cursors of the AppView: milliseconds and CID. */
export function packPlace({ sortAt, cid }: Place): string {
  return `${sortAt}__${cid}`
}

/** @throws XrpcError with 500, as the real server answers a cursor that it cannot read */
export function unpackPlace(cursor: string | null): Place | null {
  if (cursor === null) return null
  const [, sortAt, cid = ''] = /^(\d{1,16})__([^_]+)$/.exec(cursor) ?? []
  if (sortAt === undefined || Number.isNaN(new Date(Number(sortAt)).getTime())) throw errorOfStatus(500)
  return { sortAt: Number(sortAt), cid }
}
