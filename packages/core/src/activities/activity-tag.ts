import * as z from 'zod/mini'
import { cutText } from '../kernel/index.js'
import { defineCollection, instant, orNull, type RowOf, reference } from '../store/index.js'
import type { Activity } from './activity.js'

/**
 * A hashtag of an activity, with what a feed filters and orders by: the feed of a hashtag walks these rows by an index of
 * their own, however rare the hashtag is. Only activities that can be shown have them.
 */
export const activityTag = defineCollection('activity_tag', {
  schema: z.object({
    /** Begins with the activity's: see {@link tagPrefix}. */
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
    ['tag', 'audience', 'publishedAt', 'id'],
    ['personId', 'tag', 'audience', 'publishedAt', 'id'],
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

/** What the ids of an activity's tags begin with, so that the key itself finds them. */
export function tagPrefix(activityId: string): string {
  return `${activityId}:`
}

/** The rows that belong to an activity. */
export function tagsOf(row: Activity): ActivityTag[] {
  const { id: activityId, platform, kind, personId, audience, publishedAt } = row
  const prefix = tagPrefix(activityId)
  return hashtagsOf(row).map((tag, place) => {
    return { id: `${prefix}${place}`, activityId, tag, platform, kind, personId, audience, publishedAt }
  })
}

/** The ids of {@link tagsOf}. */
export function tagIdsOf(row: Pick<Activity, 'id' | 'hashtags'>): string[] {
  const prefix = tagPrefix(row.id)
  return hashtagsOf(row).map((_, place) => `${prefix}${place}`)
}

function hashtagsOf({ hashtags }: Pick<Activity, 'hashtags'>): string[] {
  return [...new Set(hashtags.map(normaliseHashtag).filter((hashtag) => hashtag !== ''))]
}
