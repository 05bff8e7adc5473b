/**
 * Vendor answers as text, the way they come from a socket: pages of about 1.1 KB an item, made one after the other from
 * the item's number, so that half a million of them never stand in memory together.
 */

const words =
  'learning types schema deploy review debug async cursor commit merge index query cache latency design refactor test lambda socket parser token stream batch ledger vector kernel monad thread queue socket atlas beacon cobalt drift ember fathom'.split(
    ' ',
  )

/** A pseudo-random integer from a number: the same each time, cheap, and well spread. */
export function scramble(value: number): number {
  let mixed = Math.imul(value ^ 0x9e3779b9, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/** So many words, chosen by the number. */
export function sentence(seed: number, length: number): string {
  let text = ''
  for (let i = 0; i < length; i++) text += (i === 0 ? '' : ' ') + words[scramble(seed * 31 + i) % words.length]
  return text
}

/** One post as the vendor writes it. `revision` changes its content. */
export function vendorPost(number: number, revision: number): object {
  const tag = words[scramble(number) % words.length] ?? 'learning'
  const at = new Date(1_795_000_000_000 - number * 60_000).toISOString()
  const text = `${sentence(number, 34)}${revision === 0 ? '' : ` edited ${revision}`} #${tag}`
  return {
    uri: `at://did:plc:author${number % 97}/app.bsky.feed.post/${String(10_000_000 - number)}`,
    cid: `bafyrei${scramble(number + revision).toString(36)}${scramble(number * 7).toString(36)}`,
    author: {
      did: 'did:plc:author',
      handle: 'author.example.com',
      displayName: 'An Author of Posts',
      avatar: 'https://cdn.example.com/img/avatar/plain/did:plc:author/bafkreiavatar@jpeg',
      labels: [],
      createdAt: '2024-01-01T00:00:00.000Z',
      viewer: { muted: false, blockedBy: false },
    },
    record: {
      $type: 'app.bsky.feed.post',
      createdAt: at,
      langs: ['en'],
      text,
      facets: [
        {
          index: { byteStart: text.length - tag.length - 1, byteEnd: text.length },
          features: [{ $type: 'app.bsky.richtext.facet#tag', tag }],
        },
      ],
    },
    embed: {
      $type: 'app.bsky.embed.images#view',
      images: [
        {
          thumb: `https://cdn.example.com/img/feed_thumbnail/plain/did:plc:author/bafkrei${number}@jpeg`,
          fullsize: `https://cdn.example.com/img/feed_fullsize/plain/did:plc:author/bafkrei${number}@jpeg`,
          alt: 'A diagram of what the text says',
          aspectRatio: { height: 900, width: 1600 },
        },
      ],
    },
    replyCount: scramble(number) % 20,
    repostCount: scramble(number * 3) % 40,
    likeCount: scramble(number * 5) % 300,
    quoteCount: scramble(number * 11) % 5,
    indexedAt: at,
    labels: [],
  }
}
