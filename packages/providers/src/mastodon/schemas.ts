import * as z from 'zod'

// A vendor's answer is read tolerantly: what an item cannot do without is required, and anything else that has a wrong
// type counts as absent. Lists are read element by element by those who use them.
const text = z.string().nullish().catch(undefined)
const count = z.number().int().nonnegative().nullish().catch(undefined)
const list = z.array(z.unknown()).nullish().catch(undefined)
const anything = z.unknown().optional()

/** An address of http or https that an id can be made of. */
const address = z.string().max(2000).refine(isWebAddress)
const optionalAddress = address.nullish().catch(undefined)

const instant = z.string().refine((time) => !Number.isNaN(Date.parse(time)))
const optionalInstant = instant.nullish().catch(undefined)

/** An id of one server: mostly a number, but no server promises that (https://docs.joinmastodon.org/api/guidelines/#id). */
export const localIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,100}$/)

/** Whether a page may link to `text`. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text)
}

/** https://docs.joinmastodon.org/entities/Account/ */
export const accountSchema = z
  .object({
    id: localIdSchema,
    username: z.string().min(1),
    acct: z.string().min(1),
    // Older servers leave out `uri`.
    uri: optionalAddress,
    url: optionalAddress,
    display_name: text,
    note: text,
    avatar: text,
    followers_count: count,
    following_count: count,
    suspended: z.boolean().nullish().catch(undefined),
  })
  .refine(({ uri, url }) => uri || url)

export type AccountView = z.output<typeof accountSchema>

// Mastodon allows 500 characters; servers may allow more, none a book.
const maxContentLength = 500_000

/** What a boost passes on; nothing of its text is read. */
const boostedSchema = z.object({ uri: address, url: optionalAddress })

/** https://docs.joinmastodon.org/entities/Status/ */
export const statusSchema = z.object({
  id: localIdSchema,
  uri: address,
  url: optionalAddress,
  created_at: instant,
  edited_at: optionalInstant,
  account: accountSchema,
  content: z.string().max(maxContentLength),
  spoiler_text: text,
  // Other software has audiences of its own: what is not known to be public is private.
  visibility: z.enum(['public', 'unlisted', 'private', 'direct']).catch('direct'),
  language: text,
  in_reply_to_id: localIdSchema.nullish(),
  in_reply_to_account_id: text,
  favourites_count: count,
  replies_count: count,
  reblogs_count: count,
  quotes_count: count,
  media_attachments: list,
  mentions: list,
  tags: list,
  card: anything,
  poll: anything,
  quote: anything,
  reblog: boostedSchema.nullish(),
})

export type StatusView = z.output<typeof statusSchema>

export const listSchema = z.array(z.unknown())

/** https://docs.joinmastodon.org/entities/Context/ */
export const contextSchema = z.object({ descendants: listSchema })

/** https://docs.joinmastodon.org/entities/Notification/ */
export const notificationSchema = z.object({ created_at: instant, status: z.unknown() })

/** https://docs.joinmastodon.org/spec/webfinger/ */
export const webFingerSchema = z.object({ subject: text, links: listSchema })

export const webFingerLinkSchema = z.object({ rel: z.literal('self'), href: address })

/** Enough of a status to name what could not be read. */
export const identifiedSchema = z.object({ id: localIdSchema.optional().catch(undefined), uri: address })

/** Enough of a status of the server that was asked to tell which of those asked for it is. */
export const numberedSchema = z.object({ id: localIdSchema })

/** https://docs.joinmastodon.org/entities/MediaAttachment/ */
export const attachmentSchema = z.object({
  type: z.string(),
  // Null where the server has no copy of what lies on another.
  url: optionalAddress,
  remote_url: optionalAddress,
  preview_url: optionalAddress,
  description: text,
  meta: z
    .object({ original: z.object({ width: count, height: count }) })
    .nullish()
    .catch(undefined),
})

/** https://docs.joinmastodon.org/entities/PreviewCard/ */
export const cardSchema = z.object({ url: address, title: text, image: optionalAddress })

export const mentionSchema = z.object({ acct: z.string().min(1), url: optionalAddress })

export const tagSchema = z.object({ name: z.string().min(1).max(200) })

/** https://docs.joinmastodon.org/entities/Quote/: without the status while its author has not agreed to be quoted. */
export const quoteSchema = z.object({ quoted_status: z.object({ uri: address }) })
