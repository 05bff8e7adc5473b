import * as z from 'zod/mini'
import { cutText } from '../kernel/index.js'
import { defineCollection, type RowOf, reference, text } from '../store/index.js'

/**
 * What a person is found by, as far as one circle of others may see it: the texts of all fields that are shown to it. Of
 * circles that see the same there is one row. Who is merged into somebody has none.
 */
export const personText = defineCollection('person_text', {
  schema: z.object({
    id: reference(),
    personId: reference(),
    /** Whether this is what strangers see, what connections see, and all that there is. */
    toStrangers: z.boolean(),
    toConnections: z.boolean(),
    whole: z.boolean(),
    words: text(),
  }),
  search: ['words'],
  indexes: [['personId', 'id']],
})

export type PersonText = RowOf<typeof personText>

/** A skill or the company of a person, with who may see it: a search for one walks these rows by an index of their own. */
export const personTerm = defineCollection('person_term', {
  schema: z.object({
    id: reference(),
    personId: reference(),
    /** As {@link termOf} gives it. */
    term: reference(),
    /** The audience of its field. */
    audience: z.enum(['public', 'connections', 'private']),
  }),
  indexes: [
    ['term', 'audience', 'id'],
    ['personId', 'term', 'id'],
  ],
})

export type PersonTerm = RowOf<typeof personTerm>

const longestTerm = 150

/** How a skill or a company is compared: compatibility forms and spaces unified, in lower case, with its kind before it. */
export function termOf(kind: 'skill' | 'company', text: string): string {
  const unified = text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()
  return `${kind}:${cutText(unified, longestTerm).trimEnd()}`
}
