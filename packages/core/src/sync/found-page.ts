import * as z from 'zod/mini'
import { once } from '../kernel/index.js'
import { integer, orNull, text } from '../store/index.js'
import { draftSchema } from './draft-schema.js'

/** A page of what others have published. Nothing of it is stored: they have agreed to nothing. */
export const foundPageSchema = once(() =>
  z.object({
    items: z.array(z.lazy(draftSchema)),
    /** Items that do not fit what the platform promises. */
    rejected: integer(),
    next: orNull(text()),
    /** Requests made, repeated ones included. */
    calls: integer(),
    /** United States dollars, by the provider's price table. */
    spend: z.number(),
  }),
)

export const searchPageSchema = once(() =>
  z.extend(foundPageSchema(), {
    /** What the platform was asked, in its own language. */
    asked: text(),
    /** How many items of the page were left out here, because the platform could not be told all; null where it could. */
    filtered: orNull(integer()),
  }),
)

export type FoundPage = z.output<ReturnType<typeof foundPageSchema>>
export type SearchPage = z.output<ReturnType<typeof searchPageSchema>>
