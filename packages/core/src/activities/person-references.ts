import { type CommandContext, definePersonField, definePersonKey, type PlatformIdentity } from '../operation/index.js'
import { maxRows, type Where } from '../store/index.js'
import { activity } from './activity.js'
import { activityFold } from './activity-fold.js'
import { activityTag, tagIdsOf } from './activity-tag.js'
import { type Comment, comment, type Reaction, reaction, reactionIdOf, share } from './response.js'
import { tally } from './tally.js'

/** How what people publish follows a person who is merged into another. What an account brought goes where the account goes. */
export const activitiesOfMerged = definePersonField(activity, 'personId', {
  orderBy: 'publishedAt',
  hangsOn: (identities) => ({ accountId: { in: identities.map(({ id }) => id) } }),
  moved: moveEntries,
})

/** Tags and folds name the person too. */
async function moveEntries({ store }: CommandContext, activityIds: readonly string[], personId: string): Promise<void> {
  await store.update(activityFold, { where: { id: { in: activityIds } }, set: { personId } })
  // Their ids follow from the activities: found by the key, however many tags there are.
  const rows = await store.pick(activity, activityIds, ['id', 'hashtags'])
  const ids = rows.flatMap((row) => (row ? tagIdsOf(row) : []))
  for (let start = 0; start < ids.length; start += maxRows) {
    await store.update(activityTag, { where: { id: { in: ids.slice(start, start + maxRows) } }, set: { personId } })
  }
}

/** How tags follow: with their activities. What is left are tags whose activity has gone since. */
export const tagsOfMerged = definePersonField(activityTag, 'personId', { orderBy: 'tag' })

/** How folds follow: with their activities, as tags do. */
export const foldsOfMerged = definePersonField(activityFold, 'personId')

/** How comments follow. What somebody said on a platform goes where they are somebody there. */
export const commentsOfMerged = definePersonField(comment, 'personId', {
  orderBy: 'publishedAt',
  hangsOn: (identities) => ({ or: identities.map(saidBy) }),
})

function saidBy({ platform, externalId }: PlatformIdentity): Where<Comment> {
  return { platform, authorExternalId: externalId }
}

/** How shares follow. */
export const sharesOfMerged = definePersonField(share, 'personId', { orderBy: 'at' })

/** How reactions follow: where both have answered alike, one answer is left, and counted. */
export const reactionsOfMerged = definePersonKey(reaction, 'personId', {
  orderBy: 'at',
  idOf: (tenant, { subjectId, personId, kind }) => reactionIdOf(tenant, subjectId, personId, kind),
  aboutOf: ({ subjectId }) => subjectId,
  async recount(context, { fewer, more }) {
    await addReactions(context, fewer, -1)
    await addReactions(context, more, 1)
  },
})

/** One statement for all subjects that change by the same number. */
async function addReactions({ store }: CommandContext, rows: readonly Reaction[], sign: 1 | -1): Promise<void> {
  const bySubject = Map.groupBy(rows, ({ subjectId }) => subjectId)
  const byNumber = Map.groupBy(bySubject, ([, answers]) => answers.length)
  for (const [number, subjects] of byNumber) {
    const where = { id: { in: subjects.map(([subjectId]) => subjectId) } }
    await store.update(tally, { where, add: { reactions: sign * number } })
  }
}
