import * as z from 'zod/mini'
import { parse, SociusError } from '../kernel/index.js'

const hour = 3_600_000

/** Made when it is used: importing the package should not pay for what runs once. */
function settingsSchema() {
  const weight = z.number().check(z.minimum(0), z.maximum(1000))
  return z.strictObject({
    /** Milliseconds after which something is worth half of what it was. @default 24 hours */
    halfLife: z._default(z.int().check(z.minimum(60_000), z.maximum(365 * 24 * hour)), 24 * hour),
    /**
     * Points for each count, 0 to 1000; fractions add up and are rounded down. A comment takes more than a like, and a
     * view nearly nothing; what people here do counts double, since the feed is theirs.
     */
    weights: z.prefault(
      z.strictObject({
        likes: z._default(weight, 1),
        comments: z._default(weight, 3),
        shares: z._default(weight, 5),
        views: z._default(weight, 0.01),
        reactionsHere: z._default(weight, 2),
        commentsHere: z._default(weight, 6),
        sharesHere: z._default(weight, 10),
      }),
      {},
    ),
  })
}

/** How ranks are made; every setting has a default. After a change, `feed.rebuild` makes the stored ranks anew. */
export type FeedOptions = z.input<ReturnType<typeof settingsSchema>>
export type FeedSettings = z.output<ReturnType<typeof settingsSchema>>
export type FeedWeights = FeedSettings['weights']

/** @throws `invalid_option` */
export function parseFeedOptions(options: FeedOptions = {}): FeedSettings {
  const parsed = parse(settingsSchema(), options)
  if (parsed.success) return parsed.data
  const places = parsed.error.issues.map(({ path, message }) => `feed.${path.join('.')}: ${message}`)
  throw new SociusError('invalid_option', places.join('; '))
}
