import * as z from 'zod/mini'
import { deriveId } from '../kernel/index.js'
import { defineCollection, instant, orNull, type RowOf, reference, text } from '../store/index.js'

const subject = {
  /** What it belongs to: the id of an activity, or of whatever else a module lets people answer. */
  subjectId: reference(),
  personId: orNull(reference()),
}

/** An answer in words: from a platform, or given here. */
export const comment = defineCollection('comment', {
  schema: z.object({
    id: reference(),
    ...subject,
    origin: z.enum(['synced', 'native']),
    platform: reference(),
    externalId: text(),
    accountId: orNull(reference()),
    /** The comment that this one answers; null when it answers the subject itself. */
    parentId: orNull(reference()),
    authorExternalId: orNull(text()),
    authorName: orNull(text()),
    authorHandle: orNull(text()),
    url: orNull(text()),
    text: orNull(text()),
    /** Sanitised. */
    html: orNull(text()),
    contentHash: text(),
    publishedAt: instant(),
    editedAt: orNull(instant()),
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
    ['subjectId', 'at', 'id'],
    ['personId', 'subjectId', 'kind'],
  ],
})

export type Reaction = RowOf<typeof reaction>

export function reactionIdOf(tenant: string, subjectId: string, personId: string, kind: string): string {
  return deriveId(tenant, 'reaction', subjectId, personId, kind)
}

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
