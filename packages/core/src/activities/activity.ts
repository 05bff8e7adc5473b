import * as z from 'zod/mini'
import { SociusError } from '../kernel/index.js'
import type { ReadStore } from '../operation/index.js'
import { defineCollection, instant, orNull, type RowOf, reference, text } from '../store/index.js'
import { attachment } from './attachment.js'

/**
 * Where an item stands with its platform. `suspected`: missing once from a look-up, still shown. `unreadable`: hidden
 * with its account for now, not shown. `deleted`: gone; only the id and times are kept.
 */
const activityStates = ['present', 'suspected', 'unreadable', 'deleted'] as const

const mentionSchema = z.object({ externalId: orNull(text()), handle: orNull(text()) })

/** Where a row came from: enough to fetch it again, and to say which consent it rests on. */
const provenance = {
  /** `synced` from a platform, or `native`: born here. */
  origin: z.enum(['synced', 'native']),
  platform: reference(),
  /** The platform's id; of a native activity its own. */
  externalId: text(),
  accountId: orNull(reference()),
  consentId: orNull(reference()),
}

const author = {
  /** Null when nobody here is known to be its author. */
  personId: orNull(reference()),
  authorExternalId: orNull(text()),
  authorName: orNull(text()),
  authorHandle: orNull(text()),
  authorAvatarUrl: orNull(text()),
}

const content = {
  /** `post`, `comment`, `share`, `like`, `article`, `video`, `poll`, `event`, or a native kind of the host's own. */
  kind: reference(),
  url: orNull(text()),
  title: orNull(text()),
  /** Plain text, cleaned. */
  text: orNull(text()),
  /** Sanitised: safe to put into a page as it is. */
  html: orNull(text()),
  /** The beginning of the text, up to 200 characters. */
  snippet: orNull(text()),
  language: orNull(text()),
  attachments: z.array(attachment),
  /** As they are written, without the sign. Feeds filter by rows of `activity_tag`. */
  hashtags: z.array(text()),
  mentions: z.array(mentionSchema),
  inReplyTo: orNull(text()),
  shareOf: orNull(text()),
  /** A key of the host's own: a feed may fold what has the same key on the same day into one line. */
  group: orNull(reference()),
}

/**
 * What somebody published, on a platform or here. A sync replaces the whole row; what the host adds stands in
 * {@link annotation}, how often it was liked or seen on its platform in {@link activityCounts}, and here in `tally`.
 */
export const activity = defineCollection('activity', {
  schema: z.object({
    id: reference(),
    ...provenance,
    ...author,
    ...content,
    /** `public`, `connections`, `private`, or `programme:<id>`: those who take part in it. */
    audience: reference(),
    state: z.enum(activityStates),
    stateSince: instant(),
    publishedAt: instant(),
    editedAt: orNull(instant()),
    /** The platform's own version of it, when it has one. */
    version: orNull(text()),
    /**
     * Over all that a reader would notice, without the counts; with what archives have filled in, where they have. Something
     * else while the state is not `present`, so that the next sight of the item counts as a change and brings it back.
     */
    contentHash: text(),
    firstSeenAt: instant(),
    /** When it was last fetched or looked up as it stands here, or written. */
    fetchedAt: instant(),
    /** When its platform is asked again what became of it; null when it is not. */
    checkAt: orNull(instant()),
  }),
  compare: 'contentHash',
  keep: ['firstSeenAt', 'checkAt'],
  search: ['title', 'text'],
  // Feeds find their keys in these alone: the state stands in them so that no row has to be opened for it.
  indexes: [
    ['audience', 'publishedAt', 'id', 'state'],
    ['audience', 'platform', 'publishedAt', 'id', 'state'],
    ['audience', 'kind', 'publishedAt', 'id', 'state'],
    ['personId', 'audience', 'publishedAt', 'id', 'state'],
    ['personId', 'publishedAt', 'id', 'state'],
    ['accountId', 'checkAt', 'id'],
  ],
})

export type Activity = RowOf<typeof activity>

/** The activity that the id stands for. @throws `not_found` */
export async function requireActivity(store: ReadStore, activityId: string): Promise<Activity> {
  const [row] = await store.get(activity, [activityId])
  if (row && row.state !== 'deleted') return row
  throw activityNotFound(activityId)
}

/** Says the same of what is not there and of what the actor may not see. */
export function activityNotFound(activityId: string): SociusError {
  return new SociusError('not_found', 'There is no such activity.', { details: { activityId } })
}
