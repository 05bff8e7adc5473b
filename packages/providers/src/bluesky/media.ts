import type { Media } from '@socius/core/provider'
import * as z from 'zod'
import { typeName } from './type-name.js'
import { isWebAddress } from './web-address.js'

const address = z.string().refine(isWebAddress)
const text = z.string().nullish().catch(undefined)
const optionalAddress = address.nullish().catch(undefined)

// Images of a gallery call their small form `thumbnail`, others `thumb`.
const imageSchema = z.object({ fullsize: address, thumb: optionalAddress, thumbnail: optionalAddress, alt: text })

const imagesSchema = z.object({ images: z.array(z.unknown()) })
const gallerySchema = z.object({ items: z.array(z.unknown()) })
const videoSchema = z.object({ playlist: address, thumbnail: optionalAddress, alt: text })
const cardSchema = z.object({ external: z.object({ uri: address, title: text, thumb: optionalAddress }) })
const withMediaSchema = z.object({ media: z.unknown().optional() })

/**
 * What a post shows beside its text. The platform's `aspectRatio` is a ratio in no unit, so width and height stay null.
 * Of a quoted post nothing is taken: it is somebody else's.
 */
export function readMedia(embed: unknown): Media[] {
  if (typeName(embed) !== 'app.bsky.embed.recordWithMedia#view') return readView(embed)
  // Once only: media that claims to hold a record again is none of the forms that are read.
  return readView(withMediaSchema.safeParse(embed).data?.media)
}

function readView(view: unknown): Media[] {
  switch (typeName(view)) {
    case 'app.bsky.embed.images#view':
      return imagesSchema.safeParse(view).data?.images.flatMap(readImage) ?? []
    case 'app.bsky.embed.gallery#view':
      return gallerySchema.safeParse(view).data?.items.flatMap(readImage) ?? []
    case 'app.bsky.embed.video#view': {
      const video = videoSchema.safeParse(view).data
      return video ? [media('video', video.playlist, video.thumbnail, video.alt)] : []
    }
    case 'app.bsky.embed.external#view': {
      const card = cardSchema.safeParse(view).data?.external
      return card ? [media('link', card.uri, card.thumb, card.title)] : []
    }
    default:
      return []
  }
}

function readImage(image: unknown): Media[] {
  const { data } = imageSchema.safeParse(image)
  return data ? [media('image', data.fullsize, data.thumb ?? data.thumbnail, data.alt)] : []
}

function media(
  type: Media['type'],
  url: string,
  previewUrl: string | null | undefined,
  description: string | null | undefined,
): Media {
  return { type, url, previewUrl: previewUrl ?? null, description: description || null, width: null, height: null }
}
