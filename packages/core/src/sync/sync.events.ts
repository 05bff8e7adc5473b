import * as z from 'zod/mini'
import { defineEvent, type Hearers } from '../kernel/index.js'
import { integer, orNull, text } from '../store/index.js'
import { syncStreams } from './report.js'

const run = () => z.object({ accountId: text(), personId: text(), platform: text(), stream: z.enum(syncStreams) })

function itsPerson({ personId }: { personId: string }): Hearers {
  return { people: [personId] }
}

/** A page has been written, and more follow: so far the run has come. */
export const syncProgressed = defineEvent(
  'sync.progressed',
  1,
  () => z.extend(run(), { pages: integer(), fetched: integer(), created: integer(), updated: integer() }),
  { hearers: itsPerson },
)

/** A run of an account has ended; the report says how. */
export const syncFinished = defineEvent(
  'sync.finished',
  1,
  () =>
    z.extend(run(), {
      outcome: text(),
      created: integer(),
      updated: integer(),
      deleted: integer(),
      nextDue: orNull(integer()),
    }),
  { hearers: itsPerson },
)
