import type { Media } from '@socius/core/provider'
import * as z from 'zod'
import { isWebAddress } from './web-address.js'

const address = z.string().refine(isWebAddress)
const text = z.string().nullish().catch(undefined)
const optionalAddress = address.nullish().catch(undefined)

const imageSchema = z.object({ fullsize: address, thumb: optionalAddress, thumbnail: optionalAddress, alt: text })

// The views of what is embedded. Images of a gallery call their small form `thumbnail`, others `thumb`.
const embedSchema = z.discriminatedUnion('$type', [
  z.object({ $type: z.literal('app.bsky.embed.images#view'), images: z.array(z.unknown()) }),
  z.object({ $type: z.literal('app.bsky.embed.gallery#view'), items: z.array(z.unknown()) }),
  z.object({
    $type: z.literal('app.bsky.embed.video#view'),
    playlist: address,
    thumbnail: optionalAddress,
    alt: text,
  }),
  z.object({
    $type: z.literal('app.bsky.embed.external#view'),
    external: z.object({ uri: address, title: text, thumb: optionalAddress }),
  }),
])

const recordWithMediaSchema = z.object({ $type: z.literal('app.bsky.embed.recordWithMedia#view'), media: z.unknown() })

/**
 * What a post shows beside its text. The platform's `aspectRatio` is a ratio in no unit, so width and height stay null.
 * Of a quoted post nothing is taken: it is somebody else's.
 */
export function readMedia(embed: unknown): Media[] {
  const withMedia = recordWithMediaSchema.safeParse(embed)
  // Once only: media that claims to hold a record again is not one of the forms below.
  const view = embedSchema.safeParse(withMedia.success ? withMedia.data.media : embed)
  if (!view.success) return []
  switch (view.data.$type) {
    case 'app.bsky.embed.images#view':
      return view.data.images.flatMap(readImage)
    case 'app.bsky.embed.gallery#view':
      return view.data.items.flatMap(readImage)
    case 'app.bsky.embed.video#view': {
      const { playlist, thumbnail, alt } = view.data
      return [media('video', playlist, thumbnail, alt)]
    }
    case 'app.bsky.embed.external#view': {
      const { uri, title, thumb } = view.data.external
      return [media('link', uri, thumb, title)]
    }
  }
}

function readImage(image: unknown): Media[] {
  const parsed = imageSchema.safeParse(image)
  if (!parsed.success) return []
  const { fullsize, thumb, thumbnail, alt } = parsed.data
  return [media('image', fullsize, thumb ?? thumbnail, alt)]
}

function media(
  type: Media['type'],
  url: string,
  previewUrl: string | null | undefined,
  description: string | null | undefined,
): Media {
  return { type, url, previewUrl: previewUrl ?? null, description: description || null, width: null, height: null }
}
