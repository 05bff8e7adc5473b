export const collections = {
  post: 'app.bsky.feed.post',
  repost: 'app.bsky.feed.repost',
  like: 'app.bsky.feed.like',
  follow: 'app.bsky.graph.follow',
  profile: 'app.bsky.actor.profile',
} as const

/** `at://` and what it names (https://atproto.com/specs/at-uri-scheme). */
export interface AtUri {
  /** A DID or a handle. */
  readonly authority: string
  readonly collection: string
  readonly rkey: string
}

export function makeUri(did: string, collection: string, rkey: string): string {
  return `at://${did}/${collection}/${rkey}`
}

export function parseUri(uri: string): AtUri | null {
  const [, authority = '', collection = '', rkey = ''] =
    /^at:\/\/([^/?#\s]+)(?:\/([^/?#\s]+))?(?:\/([^/?#\s]+))?$/.exec(uri) ?? []
  return isIdentifier(authority) ? { authority, collection, rkey } : null
}

function isDid(text: string): boolean {
  return /^did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]$/.test(text)
}

export function isHandle(text: string): boolean {
  const label = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?'
  return text.length <= 253 && new RegExp(`^(?:${label}\\.)+[a-zA-Z](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$`).test(text)
}

export function isIdentifier(text: string): boolean {
  return isDid(text) || isHandle(text)
}

/** A namespaced name, such as that of a collection. */
export function isNsid(text: string): boolean {
  return /^[a-zA-Z](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)+\.[a-zA-Z][a-zA-Z0-9]*$/.test(
    text,
  )
}
