import * as z from 'zod'
import { type Activity, changeState, eraseActivities, writeActivities } from '../src/activities/index.js'
import { defineCommand, defineModule, privileged } from '../src/index.js'

/** Writes activities as sync does, for tests that are not about where they come from. */
export const seed = defineModule({
  name: 'seed',
  operations: {
    activities: defineCommand({
      name: 'seed.activities',
      summary: 'Writes activities, each then brought into its state.',
      input: z.strictObject({ rows: z.array(z.custom<Activity>()) }),
      output: z.null(),
      access: privileged,
      async run(context, { rows }) {
        const present = rows.map((row) => ({ ...row, state: 'present' as const }))
        await writeActivities(context, { rows: present, measurements: [] })
        for (const state of ['suspected', 'unreadable'] as const) {
          await changeState(
            context,
            rows.filter((row) => row.state === state),
            state,
          )
        }
        await eraseActivities(
          context,
          rows.filter((row) => row.state === 'deleted'),
        )
        return null
      },
    }),
    mark: defineCommand({
      name: 'seed.mark',
      summary: 'Marks activities as a look-up does that has not found them.',
      input: z.strictObject({ rows: z.array(z.custom<Activity>()), state: z.enum(['suspected', 'unreadable']) }),
      output: z.null(),
      access: privileged,
      async run(context, { rows, state }) {
        await changeState(context, rows, state)
        return null
      },
    }),
  },
})

/** An activity with as little in it as there can be. */
export function activityRow(changes: Partial<Activity> & { id: string }): Activity {
  const at = changes.publishedAt ?? 1_790_000_000_000
  return {
    origin: 'synced',
    platform: 'list',
    externalId: changes.id,
    accountId: null,
    consentId: null,
    personId: 'ada',
    authorExternalId: null,
    authorName: null,
    authorHandle: null,
    authorAvatarUrl: null,
    kind: 'post',
    url: null,
    title: null,
    text: null,
    html: null,
    snippet: null,
    language: null,
    attachments: [],
    hashtags: [],
    mentions: [],
    inReplyTo: null,
    shareOf: null,
    group: null,
    audience: 'public',
    state: 'present',
    stateSince: at,
    publishedAt: at,
    editedAt: null,
    version: null,
    contentHash: changes.id,
    firstSeenAt: at,
    checkAt: null,
    fetchedAt: at,
    ...changes,
  }
}
