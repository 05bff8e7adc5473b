import * as z from 'zod'
import { cutText, deriveId } from '../kernel/index.js'
import { defineCollection, instant, orNull, type RowOf, reference } from '../store/index.js'
import type { Activity } from './activity.js'

/**
 * A hashtag of an activity, with what a feed filters and orders by: the feed of a hashtag walks these rows by an index of
 * their own, however rare the hashtag is. Only activities that can be shown have them.
 */
export const activityTag = defineCollection('activity_tag', {
  schema: z.object({
    /** Derived from the activity and the tag. */
    id: reference(),
    activityId: reference(),
    /** As {@link normaliseHashtag} gives it. */
    tag: reference(),
    platform: reference(),
    kind: reference(),
    personId: orNull(reference()),
    audience: reference(),
    publishedAt: instant(),
  }),
  indexes: [
    ['tag', 'audience', 'publishedAt', 'activityId'],
    ['personId', 'tag', 'audience', 'publishedAt', 'activityId'],
    ['activityId', 'id'],
  ],
})

export type ActivityTag = RowOf<typeof activityTag>

/** A hashtag as filters see it: without the sign, compatibility forms unified, lower case. */
export function normaliseHashtag(hashtag: string): string {
  const bare = hashtag
    .normalize('NFKC')
    .replace(/^[#\s]+/, '')
    .toLowerCase()
  return cutText(bare, maxTagLength).trimEnd()
}

const maxTagLength = 150

/** The rows that belong to an activity. */
export function tagsOf(tenant: string, row: Activity): ActivityTag[] {
  const { id: activityId, platform, kind, personId, audience, publishedAt } = row
  const hashtags = new Set(row.hashtags.map(normaliseHashtag).filter((hashtag) => hashtag !== ''))
  return [...hashtags].map((tag) => {
    const id = deriveId(tenant, 'tag', activityId, tag)
    return { id, activityId, tag, platform, kind, personId, audience, publishedAt }
  })
}
