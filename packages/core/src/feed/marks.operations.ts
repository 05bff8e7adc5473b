import * as z from 'zod/mini'
import { activity, requireVisible } from '../activities/index.js'
import { once } from '../kernel/index.js'
import { defineCommand, defineQuery, pageInput, pageOf, thePersonConcerned } from '../operation/index.js'
import { holdPeople } from '../people/index.js'
import { maxRows, reference } from '../store/index.js'
import { hidden, hiddenIdOf } from './hidden.js'
import { seen, seenIdOf, seenKept } from './seen.js'

const ofActivity = once(() => z.strictObject({ personId: reference(), activityId: reference() }))

const hide = defineCommand({
  name: 'feed.hide',
  summary: 'Keeps an activity out of a person’s own feeds. Nobody else is concerned.',
  input: ofActivity,
  output: ofActivity,
  access: thePersonConcerned,
  async run(context, { personId, activityId }) {
    await holdPeople(context, [personId])
    await requireVisible(context, activityId)
    const id = hiddenIdOf(context.actor.tenant, personId, activityId)
    await context.store.insert(hidden, [{ id, personId, activityId, at: context.clock.now() }])
    return { personId, activityId }
  },
})

const unhide = defineCommand({
  name: 'feed.unhide',
  summary: 'Lets an activity into a person’s feeds again.',
  input: ofActivity,
  output: ofActivity,
  access: thePersonConcerned,
  async run(context, { personId, activityId }) {
    const { actor, store } = context
    await holdPeople(context, [personId])
    await store.remove(hidden, { where: { id: hiddenIdOf(actor.tenant, personId, activityId) }, limit: 1 })
    return { personId, activityId }
  },
})

const listHidden = defineQuery({
  name: 'feed.hidden',
  summary: 'What a person has hidden, the latest first.',
  input: () => pageInput({ personId: z.optional(reference()) }),
  output: () => pageOf(hidden.schema),
  access: thePersonConcerned,
  run: ({ actor, store }, { personId = actor.id, limit, cursor }) =>
    store.query(hidden, { where: { personId }, orderBy: [['at', 'desc']], limit, cursor }),
})

const markSeen = defineCommand({
  name: 'feed.markSeen',
  summary: 'Says that activities were in front of a person.',
  input: () =>
    z.strictObject({
      personId: z.optional(reference()),
      activityIds: z.array(reference()).check(z.minLength(1), z.maxLength(100)),
    }),
  output: () => z.null(),
  access: thePersonConcerned,
  async run(context, { personId = context.actor.id, activityIds }) {
    const { actor, clock, store } = context
    await holdPeople(context, [personId])
    const at = clock.now()
    const found = (await store.pick(activity, activityIds, ['id', 'state'])).filter((row) => row !== null)
    const marks = found
      .filter(({ state }) => state !== 'deleted')
      .map(({ id: activityId }) => ({ id: seenIdOf(actor.tenant, personId, activityId), personId, activityId, at }))
    const made = marks.length === 0 ? [] : await store.insert(seen, marks)
    // Whoever makes marks takes as many old ones away, so that there is nothing to sweep.
    if (made.length > 0) await store.remove(seen, { where: { personId, at: { lt: at - seenKept } }, limit: maxRows })
    return null
  },
})

export const markOperations = { hide, unhide, hidden: listHidden, markSeen }
