import * as z from 'zod/mini'
import { textLimits } from '../activities/index.js'
import { type ActivityDraft, draftAudiences, mediaTypes, syncedKinds } from '../provider/index.js'

const short = z.string().check(z.maxLength(textLimits.url))
const count = z.nullable(z.number())
const size = z.nullable(z.number())

/** A draft that comes from outside, as JSON. Made when it is used: few hosts import archives. */
export function draftSchema(): z.core.$ZodType<ActivityDraft> {
  return z.strictObject({
    externalId: short,
    kind: z.enum(syncedKinds),
    url: z.nullable(short),
    author: z.strictObject({
      externalId: short,
      handle: z.nullable(short),
      displayName: z.nullable(short),
      avatarUrl: z.nullable(short),
    }),
    title: z.nullable(z.string().check(z.maxLength(textLimits.text))),
    text: z.nullable(z.string().check(z.maxLength(textLimits.html))),
    html: z.nullable(z.string().check(z.maxLength(textLimits.html))),
    links: z.array(z.strictObject({ start: z.int(), end: z.int(), url: short })).check(z.maxLength(1000)),
    language: z.nullable(short),
    media: z
      .array(
        z.strictObject({
          type: z.enum(mediaTypes),
          url: short,
          previewUrl: z.nullable(short),
          description: z.nullable(z.string().check(z.maxLength(textLimits.text))),
          width: size,
          height: size,
        }),
      )
      .check(z.maxLength(100)),
    hashtags: z.array(short).check(z.maxLength(500)),
    mentions: z
      .array(z.strictObject({ externalId: z.nullable(short), handle: z.nullable(short) }))
      .check(z.maxLength(500)),
    counts: z.strictObject({ likes: count, comments: count, shares: count, views: count }),
    audience: z.enum(draftAudiences),
    inReplyTo: z.nullable(short),
    shareOf: z.nullable(short),
    publishedAt: z.number(),
    editedAt: z.nullable(z.number()),
    version: z.nullable(short),
  })
}
