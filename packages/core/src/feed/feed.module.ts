import { defineModule } from '../operation/index.js'
import { activityRank } from './activity-rank.js'
import { newestOperations } from './feed.operations.js'
import { type FeedOptions, parseFeedOptions } from './feed-settings.js'
import { forgetMarks, marksRemovalContinued } from './forget-marks.reaction.js'
import { groupedOperations } from './grouped.operations.js'
import { hidden } from './hidden.js'
import { markOperations } from './marks.operations.js'
import { hiddenOfMerged, ranksOfMerged, seenOfMerged } from './person-references.js'
import { createRankReaction, rankRebuildCompleted, rankRebuildContinued } from './rank.reaction.js'
import { rankedOperations } from './ranked.operations.js'
import { seen } from './seen.js'

/** What people see. */
export function createFeedModule(options?: FeedOptions) {
  return defineModule({
    name: 'feed',
    collections: [activityRank, hidden, seen],
    events: [rankRebuildContinued, rankRebuildCompleted, marksRemovalContinued],
    operations: { ...newestOperations, ...groupedOperations, ...rankedOperations, ...markOperations },
    reactions: [createRankReaction(parseFeedOptions(options)), forgetMarks],
    people: [ranksOfMerged, hiddenOfMerged, seenOfMerged],
  })
}
