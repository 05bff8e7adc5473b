import * as z from 'zod'
import { textLimits } from '../activities/index.js'
import { type ActivityDraft, draftAudiences, mediaTypes, syncedKinds } from '../provider/index.js'

const short = z.string().max(textLimits.url)
const count = z.number().nullable()
const size = z.number().nullable()

/** A draft that comes from outside, as JSON. Made when it is used: few hosts import archives. */
export function draftSchema(): z.ZodType<ActivityDraft> {
  return z.strictObject({
    externalId: short,
    kind: z.enum(syncedKinds),
    url: short.nullable(),
    author: z.strictObject({
      externalId: short,
      handle: short.nullable(),
      displayName: short.nullable(),
      avatarUrl: short.nullable(),
    }),
    title: z.string().max(textLimits.text).nullable(),
    text: z.string().max(textLimits.html).nullable(),
    html: z.string().max(textLimits.html).nullable(),
    links: z.array(z.strictObject({ start: z.int(), end: z.int(), url: short })).max(1000),
    language: short.nullable(),
    media: z
      .array(
        z.strictObject({
          type: z.enum(mediaTypes),
          url: short,
          previewUrl: short.nullable(),
          description: z.string().max(textLimits.text).nullable(),
          width: size,
          height: size,
        }),
      )
      .max(100),
    hashtags: z.array(short).max(500),
    mentions: z.array(z.strictObject({ externalId: short.nullable(), handle: short.nullable() })).max(500),
    counts: z.strictObject({ likes: count, comments: count, shares: count, views: count }),
    audience: z.enum(draftAudiences),
    inReplyTo: short.nullable(),
    shareOf: short.nullable(),
    publishedAt: z.number(),
    editedAt: z.number().nullable(),
    version: short.nullable(),
  })
}
