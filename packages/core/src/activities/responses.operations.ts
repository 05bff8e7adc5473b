import * as z from 'zod/mini'
import { barredFrom } from '../graph/index.js'
import { cleanOptional, cleanText, digest, once, SociusError } from '../kernel/index.js'
import {
  actsFor,
  anybody,
  type CommandContext,
  defineCommand,
  defineQuery,
  pageInput,
  pageOf,
  thePersonConcerned,
} from '../operation/index.js'
import { ensurePerson, person, shownBeside } from '../people/index.js'
import { integer, reference, text } from '../store/index.js'
import { commentAdded, commentRemoved, reactionAdded, reactionRemoved, shareAdded } from './activities.events.js'
import { nativePlatform } from './activities.operations.js'
import { activity } from './activity.js'
import { audienceInput, requireOwnAudience } from './audience.js'
import { summariseReactions } from './reaction-summary.js'
import { type Comment, comment, reaction, reactionIdOf, share } from './response.js'
import { snippetOf } from './snippet.js'
import { addToTally, tally } from './tally.js'
import { textLimits } from './text-limits.js'
import { requireVisible } from './visible.js'
import { writeActivities } from './write-activities.js'

const addComment = defineCommand({
  name: 'comments.add',
  summary: 'Answers an activity, or a comment on it, in words.',
  input: () =>
    z.strictObject({
      personId: reference(),
      subjectId: reference(),
      parentId: z._default(z.nullable(reference()), null),
      text: z.string().check(z.trim(), z.minLength(1), z.maxLength(10_000)),
    }),
  output: comment.schema,
  access: thePersonConcerned,
  async run(context, { personId, subjectId, parentId, text: written }) {
    const text = cleanText(written, 10_000).trim()
    if (text === '') throw new SociusError('invalid_input', 'comments.add: text: there is nothing to be seen in it.')
    await requireVisible(context, subjectId)
    if (parentId !== null) await requireComment(context, parentId, subjectId)
    await ensurePerson(context, personId)
    const [author] = await context.store.get(person, [personId])
    const now = context.clock.now()
    const id = context.newId()
    const row: Comment = {
      id,
      subjectId,
      personId,
      origin: 'native',
      platform: nativePlatform,
      externalId: id,
      accountId: null,
      parentId,
      authorExternalId: null,
      authorName: shownBeside(author).authorName,
      authorHandle: null,
      url: null,
      text,
      html: null,
      contentHash: digest(text),
      publishedAt: now,
      editedAt: null,
      fetchedAt: now,
    }
    await context.store.insert(comment, [row])
    await addToTally(context.store, subjectId, { comments: 1 })
    context.emit(commentAdded, { subject: subjectId, payload: { subjectId, personId, commentId: id } })
    return row
  },
})

async function requireComment(context: CommandContext, commentId: string, subjectId?: string): Promise<Comment> {
  const [row] = await context.store.get(comment, [commentId])
  if (row && (subjectId === undefined || row.subjectId === subjectId)) return row
  throw new SociusError('not_found', 'There is no such comment.', { details: { commentId } })
}

const removeComment = defineCommand({
  name: 'comments.remove',
  summary: 'Removes a comment that was given here.',
  input: () => z.strictObject({ commentId: reference() }),
  output: () => z.object({ commentId: text() }),
  access: anybody,
  async run(context, { commentId }) {
    const row = await requireComment(context, commentId)
    if (!actsFor(context.actor, row.personId ?? ''))
      throw new SociusError('forbidden', 'This is another person’s comment.')
    const gone = await context.store.remove(comment, { where: { id: commentId }, limit: 1 })
    if (gone === 1 && row.origin === 'native') {
      await addToTally(context.store, row.subjectId, { comments: -1 })
      const { subjectId, personId } = row
      context.emit(commentRemoved, { subject: subjectId, payload: { subjectId, personId, commentId } })
    }
    return { commentId }
  },
})

const listComments = defineQuery({
  name: 'comments.list',
  summary: 'The comments on an activity, the oldest first, from its platform and from here.',
  input: () => pageInput({ subjectId: reference() }),
  output: () => pageOf(comment.schema),
  access: anybody,
  async run(context, { subjectId, limit, cursor }) {
    await requireVisible(context, subjectId)
    return context.store.query(comment, {
      where: { subjectId, personId: { notIn: barredFrom(context.actor.id) } },
      orderBy: [['publishedAt', 'asc']],
      limit,
      cursor,
    })
  },
})

const reactionInput = once(() =>
  z.strictObject({
    personId: reference(),
    subjectId: reference(),
    kind: z._default(z.string().check(z.regex(/^[a-z][a-z0-9_]{0,29}$/)), 'like'),
  }),
)

const reactionResult = once(() => z.object({ subjectId: text(), reactions: integer() }))

const addReaction = defineCommand({
  name: 'reactions.add',
  summary: 'Answers an activity without words. A second one of the same kind changes nothing.',
  input: reactionInput,
  output: reactionResult,
  access: thePersonConcerned,
  async run(context, { personId, subjectId, kind }) {
    await requireVisible(context, subjectId)
    await ensurePerson(context, personId)
    const id = reactionIdOf(context.actor.tenant, subjectId, personId, kind)
    const at = context.clock.now()
    const made = await context.store.insert(reaction, [{ id, subjectId, personId, kind, at }])
    if (made.length === 0) return countReactions(context, subjectId)
    const { reactions } = await addToTally(context.store, subjectId, { reactions: 1 })
    context.emit(reactionAdded, { subject: subjectId, payload: { subjectId, personId, kind } })
    return { subjectId, reactions }
  },
})

const removeReaction = defineCommand({
  name: 'reactions.remove',
  summary: 'Takes an answer without words back.',
  input: reactionInput,
  output: reactionResult,
  access: thePersonConcerned,
  async run(context, { personId, subjectId, kind }) {
    const id = reactionIdOf(context.actor.tenant, subjectId, personId, kind)
    const gone = await context.store.remove(reaction, { where: { id }, limit: 1 })
    if (gone === 0) {
      // Who has answered may take that back wherever it stands; nobody else learns how it is received.
      await requireVisible(context, subjectId)
      return countReactions(context, subjectId)
    }
    const { reactions } = await addToTally(context.store, subjectId, { reactions: -1 })
    context.emit(reactionRemoved, { subject: subjectId, payload: { subjectId, personId, kind } })
    return { subjectId, reactions }
  },
})

async function countReactions(context: CommandContext, subjectId: string) {
  const [counted] = await context.store.get(tally, [subjectId])
  return { subjectId, reactions: counted?.reactions ?? 0 }
}

const addShare = defineCommand({
  name: 'shares.add',
  summary: 'Passes an activity on, as an activity of one’s own.',
  input: () =>
    z.strictObject({
      personId: reference(),
      subjectId: reference(),
      text: z._default(z.nullable(z.string().check(z.trim(), z.maxLength(10_000))), null),
      audience: audienceInput(),
    }),
  output: activity.schema,
  access: thePersonConcerned,
  async run(context, { personId, subjectId, text, audience }) {
    const subject = await requireVisible(context, subjectId)
    if (subject.audience !== 'public' && audience !== 'private' && subject.personId !== personId) {
      throw new SociusError('forbidden', 'What is not public is not passed on.')
    }
    await requireOwnAudience(context, personId, audience)
    await ensurePerson(context, personId)
    const [author] = await context.store.get(person, [personId])
    const now = context.clock.now()
    const id = context.newId()
    const cleaned = cleanOptional(text, textLimits.text)
    const row = {
      ...subject,
      id,
      origin: 'native' as const,
      platform: nativePlatform,
      externalId: id,
      accountId: null,
      consentId: null,
      personId,
      authorExternalId: null,
      ...shownBeside(author),
      authorHandle: null,
      kind: 'share',
      // The other's words are not copied: when they go there, they are gone here.
      url: null,
      language: null,
      title: null,
      text: cleaned,
      html: null,
      snippet: snippetOf(cleaned),
      attachments: [],
      hashtags: [],
      mentions: [],
      inReplyTo: null,
      shareOf: subjectId,
      group: null,
      audience,
      state: 'present' as const,
      stateSince: now,
      publishedAt: now,
      editedAt: null,
      version: null,
      contentHash: digest(JSON.stringify([subjectId, personId, cleaned, now])),
      firstSeenAt: now,
      fetchedAt: now,
      checkAt: null,
    }
    await writeActivities(context, { rows: [row], measurements: [] })
    await context.store.insert(share, [{ id, subjectId, personId, activityId: id, at: now }])
    await addToTally(context.store, subjectId, { shares: 1 })
    context.emit(shareAdded, { subject: subjectId, payload: { subjectId, personId, activityId: id } })
    return row
  },
})

export const commentOperations = { add: addComment, remove: removeComment, list: listComments }
export const reactionOperations = { add: addReaction, remove: removeReaction, summary: summariseReactions }
export const shareOperations = { add: addShare }
