import * as z from 'zod/mini'
import {
  activity,
  activityCounts,
  activityCreated,
  activityDeleted,
  activityMeasured,
  activityStateChanged,
  activityUpdated,
  commentAdded,
  commentRemoved,
  reactionAdded,
  reactionRemoved,
  shareAdded,
  shownStates,
  tally,
} from '../activities/index.js'
import { defineEvent, type EventOf, utcDay } from '../kernel/index.js'
import { type CommandContext, defineReaction } from '../operation/index.js'
import { maxBatch, maxRows, orNull, text } from '../store/index.js'
import { type ActivityRank, activityRank } from './activity-rank.js'
import type { FeedSettings } from './feed-settings.js'
import { engagementOf, pointsOf, rankOf } from './rank-activity.js'

/** There are more ranks to make anew: those of activities after the cursor, then those that no activity stands behind. */
export const rankRebuildContinued = defineEvent('rank-rebuild.continued', 1, () =>
  z.object({ of: z.enum(['activities', 'ranks']), cursor: orNull(text()) }),
)

/** Every rank is what its activity gives. */
export const rankRebuildCompleted = defineEvent('rank-rebuild.completed', 1, () => z.object({}))

const touching = [
  activityCreated,
  activityUpdated,
  activityMeasured,
  activityStateChanged,
  activityDeleted,
  commentAdded,
  commentRemoved,
  reactionAdded,
  reactionRemoved,
  shareAdded,
] as const

type RankEvent = EventOf<(typeof touching)[number] | typeof rankRebuildContinued>

/**
 * Keeps ranks. Each run reads the facts as they are, so that it does not matter how often or how late it runs. A rebuild
 * goes through the same reaction: one after the other, neither can write what the other has made better.
 */
export function createRankReaction(settings: FeedSettings) {
  return defineReaction({
    name: 'feed.rank',
    on: [...touching, rankRebuildContinued],
    async runAll(events: readonly RankEvent[], context) {
      const isRebuild = (event: RankEvent) => event.name === rankRebuildContinued.name
      // The subject of each is what it happened to: of a share, what was shared.
      const touched = new Set(events.filter((event) => !isRebuild(event)).map(({ subject }) => subject))
      await writeRanks(context, settings, [...touched])
      for (const event of events) {
        if (event.name === rankRebuildContinued.name) await rebuildPiece(context, settings, event.payload)
      }
    },
  })
}

async function rebuildPiece(
  context: CommandContext,
  settings: FeedSettings,
  { of, cursor }: z.output<typeof rankRebuildContinued.payload>,
): Promise<void> {
  const collection = of === 'activities' ? activity : activityRank
  const page = await context.store.query<{ id: string }>(collection as typeof activityRank, { limit: maxBatch, cursor })
  await writeRanks(
    context,
    settings,
    page.items.map(({ id }) => id),
  )
  const subject = 'ranks'
  if (page.next !== null) {
    context.emit(rankRebuildContinued, { subject, payload: { of, cursor: page.next } })
  } else if (of === 'activities') {
    context.emit(rankRebuildContinued, { subject, payload: { of: 'ranks', cursor: null } })
  } else {
    context.emit(rankRebuildCompleted, { subject, payload: {} })
  }
}

const rankedFields = ['id', 'personId', 'audience', 'publishedAt', 'state'] as const

/** Makes the ranks of these activities what the facts say: four statements for a batch, however many changed. */
async function writeRanks(context: CommandContext, settings: FeedSettings, ids: readonly string[]): Promise<void> {
  const { store } = context
  for (let start = 0; start < ids.length; start += maxBatch) {
    const batch = ids.slice(start, start + maxBatch)
    const found = (await store.pick(activity, batch, rankedFields)).filter((row) => row !== null)
    const shown = found.filter(({ state }) => shownStates.some((one) => one === state))
    const shownIds = shown.map(({ id }) => id)
    const counts = shown.length === 0 ? [] : await store.get(activityCounts, shownIds)
    const tallies = shown.length === 0 ? [] : await store.get(tally, shownIds)
    const ranks = shown.map(({ id, personId, audience, publishedAt }, place): ActivityRank => {
      const here = tallies[place]
      const points = pointsOf(
        {
          ...counts[place],
          reactionsHere: here?.reactions,
          commentsHere: here?.comments,
          sharesHere: here?.shares,
        },
        settings.weights,
      )
      const engagement = engagementOf(points)
      const rank = rankOf({ publishedAt, engagement }, settings.halfLife)
      return { id, personId, audience, publishedAt, day: utcDay(publishedAt), rank, engagement, points }
    })
    if (ranks.length > 0) await store.upsert(activityRank, ranks)
    const kept = new Set(shownIds)
    const gone = batch.filter((id) => !kept.has(id))
    if (gone.length > 0) await store.remove(activityRank, { where: { id: { in: gone } }, limit: maxRows })
  }
}
