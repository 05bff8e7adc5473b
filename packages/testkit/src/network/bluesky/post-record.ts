import { cidOfBlob, type RecordValue } from './cid.js'

// Types, not interfaces, so that they count as a record's value.

/** Names one version of a record. */
export type StrongRef = {
  readonly cid: string
  readonly uri: string
}

export type ReplyRef = {
  readonly root: StrongRef
  readonly parent: StrongRef
}

export interface ImageOptions {
  /** @default '' */
  readonly alt?: string
  /** Pixels. @default 1200 */
  readonly width?: number
  /** @default 800 */
  readonly height?: number
}

export interface LinkCard {
  readonly uri: string
  readonly title: string
  readonly description: string
}

export type ImageEmbed = {
  readonly $type: 'app.bsky.embed.images'
  readonly images: readonly {
    readonly alt: string
    readonly image: {
      readonly ref: { readonly $link: string }
      readonly size: number
      readonly $type: 'blob'
      readonly mimeType: string
    }
    readonly aspectRatio: { readonly width: number; readonly height: number }
  }[]
}

export type ExternalEmbed = {
  readonly $type: 'app.bsky.embed.external'
  readonly external: { readonly uri: string; readonly title: string; readonly description: string }
}

export type MediaEmbed = ImageEmbed | ExternalEmbed

export type QuoteEmbed = {
  readonly $type: 'app.bsky.embed.record'
  readonly record: StrongRef
}

export type PostEmbed =
  | MediaEmbed
  | QuoteEmbed
  | {
      readonly $type: 'app.bsky.embed.recordWithMedia'
      readonly media: MediaEmbed
      readonly record: QuoteEmbed
    }

/** `app.bsky.feed.post` */
export type PostRecord = {
  readonly text: string
  readonly $type: 'app.bsky.feed.post'
  readonly tags?: readonly string[]
  readonly embed?: PostEmbed
  readonly langs?: readonly string[]
  readonly reply?: ReplyRef
  readonly facets?: readonly RecordValue[]
  readonly createdAt: string
}

export interface EmbedOptions {
  readonly images: readonly ImageOptions[]
  readonly link: LinkCard | null
  readonly quote: StrongRef | null
  /** Tells the made-up pictures of one post from those of another. */
  readonly key: string
}

export function makeEmbed({ images, link, quote, key }: EmbedOptions): PostEmbed | null {
  const media = images.length > 0 ? imageEmbed(images, key) : link && linkEmbed(link)
  const record: QuoteEmbed | null = quote && { $type: 'app.bsky.embed.record', record: quote }
  if (media && record) return { $type: 'app.bsky.embed.recordWithMedia', media, record }
  return media ?? record
}

/** The parts of an embed, however they are put together. */
export function partsOf(embed: PostEmbed | undefined): { media: MediaEmbed | null; quote: StrongRef | null } {
  if (!embed) return { media: null, quote: null }
  if (embed.$type === 'app.bsky.embed.record') return { media: null, quote: embed.record }
  if (embed.$type === 'app.bsky.embed.recordWithMedia') return { media: embed.media, quote: embed.record.record }
  return { media: embed, quote: null }
}

const utf8 = new TextEncoder()

function imageEmbed(images: readonly ImageOptions[], key: string): ImageEmbed {
  return {
    $type: 'app.bsky.embed.images',
    images: images.map(({ alt = '', width = 1200, height = 800 }, index) => ({
      alt,
      image: {
        ref: { $link: cidOfBlob(utf8.encode(`${key}/${index}`)) },
        size: 70_000 + ((width * height) % 30_000),
        $type: 'blob',
        mimeType: 'image/jpeg',
      },
      aspectRatio: { width, height },
    })),
  }
}

function linkEmbed({ uri, title, description }: LinkCard): ExternalEmbed {
  return { $type: 'app.bsky.embed.external', external: { uri, title, description } }
}
