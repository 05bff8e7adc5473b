import * as z from 'zod/mini'
import { once } from '../kernel/index.js'
import { instant, integer, text } from '../store/index.js'

/** Where an account stands in the queue. */
export const placeSchema = once(() =>
  z.object({
    accountId: text(),
    dueAt: instant(),
    /** Accounts that the same platform, or server, is asked about first; 0 when it is the next, or not due yet. */
    before: integer(),
    /** When its turn is to be expected. */
    expectedAt: instant(),
    /** `due-later`; `waiting` for its turn; `limited` by the platform; `closed`, since the platform does not answer. */
    state: z.enum(['due-later', 'waiting', 'limited', 'closed']),
    lastRunAt: z.nullable(instant()),
    lastOutcome: z.nullable(text()),
    failures: integer(),
  }),
)

export type QueuePlace = z.output<ReturnType<typeof placeSchema>>
