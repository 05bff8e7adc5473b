import * as z from 'zod'
import { isWebAddress } from '../schemas.js'

// What Mastodon writes into an archive is the ActivityStreams form of statuses:
// https://github.com/mastodon/mastodon/blob/main/app/services/backup_service.rb
const text = z.string().nullish().catch(undefined)
const list = z.array(z.unknown()).nullish().catch(undefined)
const address = z.string().max(2000).refine(isWebAddress)
const instant = z.string().refine((time) => !Number.isNaN(Date.parse(time)))
const addresses = z
  .union([z.array(z.unknown()), z.string()])
  .nullish()
  .catch(undefined)
const count = z.number().int().positive().nullish().catch(undefined)

export const actorSchema = z.object({ id: address, preferredUsername: z.string().min(1), name: text })

export type Actor = z.output<typeof actorSchema>

export const outboxSchema = z.object({ orderedItems: z.array(z.unknown()) })

/** Enough of an entry to tell what it is, and of whom. */
export const entrySchema = z.object({
  id: address,
  type: z.string(),
  actor: z.string(),
  published: instant,
  to: addresses,
  cc: addresses,
  object: z.unknown(),
})

export type Entry = z.output<typeof entrySchema>

export const noteSchema = z.object({
  id: address,
  type: z.enum(['Note', 'Question']),
  attributedTo: z.string(),
  url: address.nullish().catch(undefined),
  summary: text,
  content: z.string().max(500_000),
  contentMap: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  inReplyTo: address.nullish().catch(undefined),
  published: instant,
  updated: instant.nullish().catch(undefined),
  to: addresses,
  cc: addresses,
  attachment: list,
  tag: list,
  // An address, or a tombstone in its place.
  quote: address.nullish().catch(undefined),
})

export type Note = z.output<typeof noteSchema>

/** The files lie in the archive: only what names an address of the web can be shown. */
export const linkedSchema = z.object({ type: z.literal('Link'), href: address })

export const documentSchema = z.object({
  mediaType: z.string(),
  url: address,
  name: text,
  width: count,
  height: count,
})

export const anyMediaSchema = z.object({ mediaType: z.string() })

export const hashtagSchema = z.object({ type: z.literal('Hashtag'), name: z.string().regex(/^#.{1,200}$/u) })

export const mentionSchema = z.object({ type: z.literal('Mention'), name: z.string().min(1), href: address })
