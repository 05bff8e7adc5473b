import * as z from 'zod/mini'
import { cleanOptional, cleanUrl, once } from '../kernel/index.js'
import { type Media, mediaTypes } from '../provider/index.js'
import { orNull, text } from '../store/index.js'
import { webAddress } from './web-address.js'

/** What stands with an activity: an image, a film, a file, or the card of a page that it links to. */
export const attachment = z.object({
  type: z.enum(mediaTypes),
  url: text(),
  previewUrl: orNull(text()),
  /** Alternative text, or the title of a linked page. */
  description: orNull(text()),
  /** Pixels. */
  width: z.nullable(z.number()),
  height: z.nullable(z.number()),
}) satisfies z.core.$ZodType<Media>

export type Attachment = z.output<typeof attachment>

const longestDescription = 2000

/** An attachment as callers hand it in. */
export const attachmentInput = once(() =>
  z.extend(attachment, {
    url: webAddress(),
    previewUrl: z.nullable(webAddress()),
    description: z.nullable(z.string().check(z.maxLength(longestDescription))),
    width: z.nullable(z.number().check(z.minimum(0))),
    height: z.nullable(z.number().check(z.minimum(0))),
  }),
)

/** The attachment as it can be stored and shown, or nothing where its address cannot stand in a link. */
export function cleanAttachment(media: Media): Attachment[] {
  const url = cleanUrl(media.url)
  if (url === null) return []
  const { type, width, height } = media
  const description = cleanOptional(media.description, longestDescription)
  return [{ type, url, previewUrl: cleanUrl(media.previewUrl), description, width, height }]
}
