import * as z from 'zod/mini'
import { type Activity, type ActivityCounts, activity, activityCounts, reaction, tally } from '../activities/index.js'
import { once } from '../kernel/index.js'
import type { QueryContext } from '../operation/index.js'
import { integer, maxRows, orNull, text } from '../store/index.js'
import { seen, seenIdOf } from './seen.js'

const countsSchema = once(() =>
  z.object({
    likes: orNull(integer()),
    comments: orNull(integer()),
    shares: orNull(integer()),
    views: orNull(integer()),
    /** When they last changed, as far as was seen. */
    countedAt: integer(),
  }),
)

/** One line of a feed: the activity, how its platform says it is received, and how it is received here. */
export const feedItem = once(() =>
  z.object({
    activity: activity.schema,
    /** Null when the platform says nothing. */
    counts: z.nullable(countsSchema()),
    /** What people here made of it. */
    here: z.object({ reactions: integer(), comments: integer(), shares: integer() }),
    /** The kinds of reaction that the person whose feed it is has given, in alphabetical order. */
    mine: z.array(text()),
    /** Whether it was in front of that person: see `feed.markSeen`. */
    seen: z.boolean(),
  }),
)

export type FeedItem = z.output<ReturnType<typeof feedItem>>

/** The lines of these activities, as a person sees them: four more statements, however many there are. */
export async function hydrate(
  { actor, store }: QueryContext,
  rows: readonly Activity[],
  personId: string,
): Promise<FeedItem[]> {
  const ids = rows.map((row) => row.id)
  if (ids.length === 0) return []
  const counted = await store.get(activityCounts, ids)
  const tallied = await store.get(tally, ids)
  const given = await store.query(reaction, { where: { personId, subjectId: { in: ids } }, limit: maxRows })
  const marks = await store.pick(
    seen,
    ids.map((id) => seenIdOf(actor.tenant, personId, id)),
    ['id'],
  )
  const mine = new Map<string, string[]>()
  for (const { subjectId, kind } of given.items) mine.set(subjectId, [...(mine.get(subjectId) ?? []), kind])
  return rows.map((row, place) => {
    const { reactions, comments, shares } = tallied[place] ?? { reactions: 0, comments: 0, shares: 0 }
    return {
      activity: row,
      counts: toCounts(counted[place]),
      here: { reactions, comments, shares },
      mine: (mine.get(row.id) ?? []).toSorted(),
      seen: marks[place] !== null,
    }
  })
}

function toCounts(row: ActivityCounts | null | undefined): FeedItem['counts'] {
  if (!row) return null
  const { likes, comments, shares, views, countedAt } = row
  return { likes, comments, shares, views, countedAt }
}
