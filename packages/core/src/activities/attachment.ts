import * as z from 'zod'
import { type Media, mediaTypes } from '../provider/index.js'
import { orNull, text } from '../store/index.js'

/** What stands with an activity: an image, a film, a file, or the card of a page that it links to. */
export const attachment = z.object({
  type: z.enum(mediaTypes),
  url: text(),
  previewUrl: orNull(text()),
  /** Alternative text, or the title of a linked page. */
  description: orNull(text()),
  /** Pixels. */
  width: z.number().nullable(),
  height: z.number().nullable(),
}) satisfies z.ZodType<Media>

export type Attachment = z.output<typeof attachment>
