import * as z from 'zod/mini'
import { once } from '../kernel/index.js'
import type { ReadStore } from '../operation/index.js'
import { instant, orNull, text } from '../store/index.js'
import type { Activity } from './activity.js'
import { activitySupplement } from './activity-supplement.js'
import { filledFields, isEmpty, tracedFields } from './merge-sources.js'

/** Where what an activity holds comes from, for each field that holds something. */
export const provenanceSchema = once(() =>
  z.object({
    activityId: text(),
    fields: z.array(
      z.object({
        field: text(),
        /** The platform itself, an archive of the person's, or `here` for what was published here. */
        source: z.enum(['platform', 'archive', 'here']),
        /** What the archive is called. */
        archive: orNull(text()),
        /** When it was fetched or written; of an archive, when it was taken. Milliseconds since the epoch. */
        at: instant(),
      }),
    ),
  }),
)

export async function provenanceOf(
  store: ReadStore,
  row: Activity,
): Promise<z.output<ReturnType<typeof provenanceSchema>>> {
  const [supplement] = row.origin === 'synced' ? await store.get(activitySupplement, [row.id]) : []
  const filled = supplement ? filledFields(row, supplement.tellings) : new Map<string, never>()
  const source = row.origin === 'synced' ? ('platform' as const) : ('here' as const)
  const fields = tracedFields
    .filter((field) => !isEmpty(row[field]))
    .map((field) => {
      const telling = filled.get(field)
      if (telling) return { field, source: 'archive' as const, archive: telling.source, at: telling.at }
      return { field, source, archive: null, at: row.fetchedAt }
    })
  return { activityId: row.id, fields }
}
