import * as z from 'zod/mini'
import { cleanOptional, cleanUrl, digest, SociusError } from '../kernel/index.js'
import {
  actsFor,
  anybody,
  defineCommand,
  defineQuery,
  pageInput,
  pageOf,
  privileged,
  thePersonConcerned,
} from '../operation/index.js'
import { ensurePerson, person, shownBeside } from '../people/index.js'
import { reference, text } from '../store/index.js'
import { activityAnnotated } from './activities.events.js'
import { type Activity, activity, activityNotFound, requireActivity } from './activity.js'
import { activityCounts, metricPoint } from './activity-counts.js'
import { annotation } from './annotation.js'
import { attachmentInput, cleanAttachment } from './attachment.js'
import { audienceInput, requireOwnAudience } from './audience.js'
import { eraseActivities } from './erase-activities.js'
import { provenanceOf, provenanceSchema } from './provenance.js'
import { share } from './response.js'
import { loadSanitiser } from './sanitise-html.js'
import { snippetOf } from './snippet.js'
import { suppression } from './suppression.js'
import { addToTally } from './tally.js'
import { textLimits } from './text-limits.js'
import { requireVisible } from './visible.js'
import { webAddress } from './web-address.js'
import { writeActivities } from './write-activities.js'

/** The platform of what is born here. */
export const nativePlatform = 'native'

const publish = defineCommand({
  name: 'activities.publish',
  summary: 'Publishes something here, in the name of a person.',
  input: () =>
    z.strictObject({
      personId: reference(),
      kind: z._default(z.string().check(z.regex(/^[a-z][a-z0-9_]{0,39}$/)), 'post'),
      title: z._default(z.nullable(z.string().check(z.maxLength(textLimits.title))), null),
      text: z._default(z.nullable(z.string().check(z.maxLength(textLimits.text))), null),
      html: z._default(z.nullable(z.string().check(z.maxLength(textLimits.html))), null),
      url: z._default(z.nullable(webAddress()), null),
      language: z._default(z.nullable(z.string().check(z.maxLength(35))), null),
      attachments: z._default(z.array(attachmentInput()).check(z.maxLength(20)), []),
      hashtags: z._default(z.array(z.string().check(z.maxLength(100))).check(z.maxLength(50)), []),
      audience: audienceInput(),
      /** What it says the same as, `lesson:42` say: see `feed.grouped`. */
      group: z._default(z.nullable(reference()), null),
      /** Milliseconds since the epoch, not in the future. @default now */
      publishedAt: z.optional(z.int()),
    }),
  output: activity.schema,
  access: thePersonConcerned,
  async run(context, input) {
    const now = context.clock.now()
    const publishedAt = input.publishedAt ?? now
    if (publishedAt > now) {
      // It would stand above all that others publish until then.
      throw new SociusError('invalid_input', 'activities.publish: publishedAt lies in the future.')
    }
    await requireOwnAudience(context, input.personId, input.audience)
    await ensurePerson(context, input.personId)
    const [author] = await context.store.get(person, [input.personId])
    const id = context.newId()
    const text = cleanOptional(input.text, textLimits.text)
    const sanitise = input.html === null ? null : await loadSanitiser()
    const row: Activity = {
      id,
      origin: 'native',
      platform: nativePlatform,
      externalId: id,
      accountId: null,
      consentId: null,
      personId: input.personId,
      authorExternalId: null,
      ...shownBeside(author),
      authorHandle: null,
      kind: input.kind,
      url: cleanUrl(input.url),
      title: cleanOptional(input.title, textLimits.title),
      text,
      html: (sanitise && input.html !== null && sanitise(input.html)) || null,
      snippet: snippetOf(text),
      language: input.language,
      attachments: input.attachments.flatMap(cleanAttachment),
      hashtags: input.hashtags.flatMap((hashtag) => cleanOptional(hashtag, hashtag.length) ?? []),
      mentions: [],
      inReplyTo: null,
      shareOf: null,
      group: input.group,
      audience: input.audience,
      state: 'present',
      stateSince: now,
      publishedAt,
      editedAt: null,
      version: null,
      contentHash: digest(JSON.stringify([input, now])),
      firstSeenAt: now,
      fetchedAt: now,
      checkAt: null,
    }
    await writeActivities(context, { rows: [row], measurements: [] })
    return row
  },
})

const get = defineQuery({
  name: 'activities.get',
  summary: 'One activity, if the actor may see it.',
  input: () => z.strictObject({ activityId: reference() }),
  output: activity.schema,
  access: anybody,
  run: (context, { activityId }) => requireVisible(context, activityId),
})

const remove = defineCommand({
  name: 'activities.remove',
  summary: 'Erases an activity, leaving a tombstone without content.',
  input: () => z.strictObject({ activityId: reference() }),
  output: () => z.object({ activityId: text() }),
  access: anybody,
  async run(context, { activityId }) {
    const row = await requireActivity(context.store, activityId)
    if (!actsFor(context.actor, row.personId ?? '')) throw activityNotFound(activityId)
    // A synced item is still on its platform: without this mark the next sync would bring it back.
    if (row.origin === 'synced') await context.store.insert(suppression, [{ id: activityId, at: context.clock.now() }])
    await eraseActivities(context, [row])
    const shared = await context.store.remove(share, { where: { id: activityId }, limit: 1 })
    if (shared === 1 && row.shareOf !== null) await addToTally(context.store, row.shareOf, { shares: -1 })
    return { activityId }
  },
})

const annotate = defineCommand({
  name: 'activities.annotate',
  summary: 'Adds what the host knows about an activity, in a row that no sync touches.',
  input: () =>
    z.strictObject({
      activityId: reference(),
      programmeId: z.optional(z.nullable(reference())),
      isProfessional: z.optional(z.nullable(z.boolean())),
      isEducational: z.optional(z.nullable(z.boolean())),
      topics: z.optional(z.array(z.string().check(z.maxLength(100))).check(z.maxLength(50))),
      note: z.optional(z.nullable(z.string().check(z.maxLength(5000)))),
      isActive: z.optional(z.boolean()),
    }),
  output: annotation.schema,
  access: privileged,
  async run(context, { activityId, ...changes }) {
    await requireActivity(context.store, activityId)
    const last = { updatedAt: context.clock.now(), updatedBy: context.actor.id }
    const empty = {
      programmeId: null,
      isProfessional: null,
      isEducational: null,
      topics: [],
      note: null,
      isActive: true,
    }
    await context.store.insert(annotation, [{ id: activityId, ...empty, ...last }])
    // Only what is given is set: of two annotations at once neither undoes the other.
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    await context.store.update(annotation, { where: { id: activityId }, set: { ...given, ...last } })
    const [row] = await context.store.get(annotation, [activityId])
    if (!row) throw activityNotFound(activityId)
    context.emit(activityAnnotated, { subject: activityId, payload: { activityId } })
    return row
  },
})

const history = defineQuery({
  name: 'activities.history',
  summary: 'What its platform says about an activity’s reception, and has said before, the latest first.',
  input: () => pageInput({ activityId: reference() }),
  output: () => z.extend(pageOf(metricPoint.schema), { current: z.nullable(activityCounts.schema) }),
  access: anybody,
  async run(context, { activityId, limit, cursor }) {
    await requireVisible(context, activityId)
    const [current] = await context.store.get(activityCounts, [activityId])
    const orderBy = [['at', 'desc']] as const
    const page = await context.store.query(metricPoint, { where: { activityId }, orderBy, limit, cursor })
    return { ...page, current: current ?? null }
  },
})

const provenance = defineQuery({
  name: 'activities.provenance',
  summary: 'Where what an activity holds comes from: the platform, an archive, or here.',
  input: () => z.strictObject({ activityId: reference() }),
  output: provenanceSchema,
  access: anybody,
  run: async (context, { activityId }) => provenanceOf(context.store, await requireVisible(context, activityId)),
})

export const activityOperations = { publish, get, remove, annotate, history, provenance }
