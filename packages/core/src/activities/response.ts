import * as z from 'zod'
import { defineCollection, instant, type RowOf, reference } from '../store/index.js'

const subject = {
  /** What it belongs to: the id of an activity, or of whatever else a module lets people answer. */
  subjectId: reference(),
  personId: reference().nullable(),
}

/** An answer in words: from a platform, or given here. */
export const comment = defineCollection('comment', {
  schema: z.object({
    id: reference(),
    ...subject,
    origin: z.enum(['synced', 'native']),
    platform: reference(),
    externalId: z.string(),
    accountId: reference().nullable(),
    /** The comment that this one answers; null when it answers the subject itself. */
    parentId: reference().nullable(),
    authorExternalId: z.string().nullable(),
    authorName: z.string().nullable(),
    authorHandle: z.string().nullable(),
    url: z.string().nullable(),
    text: z.string().nullable(),
    /** Sanitised. */
    html: z.string().nullable(),
    contentHash: z.string(),
    publishedAt: instant(),
    editedAt: instant().nullable(),
    fetchedAt: instant(),
  }),
  compare: 'contentHash',
  search: ['text'],
  indexes: [
    ['subjectId', 'publishedAt', 'id'],
    ['personId', 'publishedAt', 'id'],
    ['accountId', 'id'],
  ],
})

export type Comment = RowOf<typeof comment>

/** An answer without words: one of a kind for a person and a subject. */
export const reaction = defineCollection('reaction', {
  schema: z.object({
    id: reference(),
    subjectId: reference(),
    personId: reference(),
    kind: reference(),
    at: instant(),
  }),
  indexes: [
    ['subjectId', 'kind', 'at', 'id'],
    ['personId', 'at', 'id'],
  ],
})

export type Reaction = RowOf<typeof reaction>

/** That a person passed something on here: their own activity says so to others. */
export const share = defineCollection('share', {
  schema: z.object({
    id: reference(),
    subjectId: reference(),
    personId: reference(),
    /** The activity that passes it on. */
    activityId: reference(),
    at: instant(),
  }),
  indexes: [
    ['subjectId', 'at', 'id'],
    ['personId', 'at', 'id'],
  ],
})

export type Share = RowOf<typeof share>
