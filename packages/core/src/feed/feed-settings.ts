import * as z from 'zod'
import { parsedOnce, SociusError } from '../kernel/index.js'

const hour = 3_600_000

/** Made when it is used: importing the package should not pay for what runs once. */
function settingsSchema() {
  const weight = z.number().min(0).max(1000)
  return z.strictObject({
    /** Milliseconds after which something is worth half of what it was. @default 24 hours */
    halfLife: z
      .int()
      .min(60_000)
      .max(365 * 24 * hour)
      .default(24 * hour),
    /**
     * Points for each count, 0 to 1000; fractions add up and are rounded down. A comment takes more than a like, and a
     * view nearly nothing; what people here do counts double, since the feed is theirs.
     */
    weights: z
      .strictObject({
        likes: weight.default(1),
        comments: weight.default(3),
        shares: weight.default(5),
        views: weight.default(0.01),
        reactionsHere: weight.default(2),
        commentsHere: weight.default(6),
        sharesHere: weight.default(10),
      })
      .prefault({}),
  })
}

/** How ranks are made; every setting has a default. After a change, `feed.rebuild` makes the stored ranks anew. */
export type FeedOptions = z.input<ReturnType<typeof settingsSchema>>
export type FeedSettings = z.output<ReturnType<typeof settingsSchema>>
export type FeedWeights = FeedSettings['weights']

/** @throws `invalid_option` */
export function parseFeedOptions(options: FeedOptions = {}): FeedSettings {
  const parsed = settingsSchema().safeParse(options, parsedOnce)
  if (parsed.success) return parsed.data
  const places = parsed.error.issues.map(({ path, message }) => `feed.${path.join('.')}: ${message}`)
  throw new SociusError('invalid_option', places.join('; '))
}
