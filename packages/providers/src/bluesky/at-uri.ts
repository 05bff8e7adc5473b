/** The parts of an address of a record: `at://did/collection/rkey`. */
export interface AtUri {
  readonly did: string
  readonly collection: string
  readonly rkey: string
}

const didSource = 'did:[a-z]{1,32}:[A-Za-z0-9._:%-]{1,512}'
const didPattern = new RegExp(`^${didSource}$`)
const atUriPattern = new RegExp(`^at://(${didSource})/([A-Za-z0-9.-]{1,317})/([A-Za-z0-9._:~-]{1,512})$`)
const handlePattern = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const tidPattern = /^[234567a-j][234567a-z]{12}$/
const tidAlphabet = '234567abcdefghijklmnopqrstuvwxyz'

// What a server writes in place of a handle that does not lead back to its account.
const invalidHandle = 'handle.invalid'

export const postCollection = 'app.bsky.feed.post'
export const repostCollection = 'app.bsky.feed.repost'

export function isDid(text: string): boolean {
  return didPattern.test(text)
}

/** Whether `text` is a handle in lower case that can lead to an account. */
export function isHandle(text: string): boolean {
  return text.length <= 253 && text !== invalidHandle && handlePattern.test(text)
}

/** Null when `uri` is not the address of a record, or names its repository by a handle, which may change. */
export function parseAtUri(uri: string): AtUri | null {
  const [, did, collection, rkey] = atUriPattern.exec(uri) ?? []
  return did && collection && rkey ? { did, collection, rkey } : null
}

/**
 * When a record key was made, in milliseconds since the epoch: a TID is 53 bits of microseconds and 10 of a clock's id
 * (https://atproto.com/specs/tid). Null for keys of another form. The client makes it, so it may lie.
 */
export function timeOfRecordKey(rkey: string): number | null {
  if (!tidPattern.test(rkey)) return null
  let microseconds = 0
  // The last two characters are the clock's id.
  for (const character of rkey.slice(0, 11)) microseconds = microseconds * 32 + tidAlphabet.indexOf(character)
  return Math.floor(microseconds / 1000)
}

export function profileUrl(actor: string): string {
  return `https://bsky.app/profile/${actor}`
}

/** @param actor the author's handle, or the DID where there is no valid one. */
export function postUrl(actor: string, rkey: string): string {
  return `${profileUrl(actor)}/post/${rkey}`
}
