import { programmeOf } from '../graph/index.js'
import type { ReadStore } from '../operation/index.js'
import { type Activity, activity } from './activity.js'
import { annotation } from './annotation.js'

/** The states in which an activity is shown. */
export const shownStates = ['present', 'suspected'] as const

/** Whom an activity is shown to at present: `public`, `connections`, `programme:<id>`, or `private`, to its author only. */
export type ShownAudience = string

type AudienceFacts = Pick<Activity, 'personId' | 'audience' | 'state'>

/** What the audience comes to, once the state is counted in. A deleted activity is shown to nobody. */
function shownAudience({ personId, audience, state }: AudienceFacts): ShownAudience {
  if (!shownStates.some((shown) => shown === state)) return 'private'
  if (audience === 'public') return 'public'
  if (programmeOf(audience) !== null) return audience
  return audience === 'connections' && personId !== null ? 'connections' : 'private'
}

/** Whom each of these activities is shown to, and whose it is. Those that are deleted or were never there are left out. */
export async function shownAudiencesOf(
  store: ReadStore,
  activityIds: readonly string[],
): Promise<ReadonlyMap<string, { audience: ShownAudience; of: string | null }>> {
  const found = await store.pick(activity, activityIds, ['id', 'personId', 'audience', 'state'])
  const rows = found.flatMap((row) => (row && row.state !== 'deleted' ? [row] : []))
  const audiences = await withAnnotations(store, rows)
  return new Map(rows.map((row) => [row.id, { audience: audiences.get(row.id) ?? 'private', of: row.personId }]))
}

/** Whom each of these rows is shown to, by its id. */
export async function withAnnotations(
  store: ReadStore,
  rows: readonly (AudienceFacts & { readonly id: string })[],
): Promise<ReadonlyMap<string, ShownAudience>> {
  const audiences = new Map(rows.map((row) => [row.id, shownAudience(row)]))
  // What is shown to nobody else cannot be hidden further.
  const others = [...audiences].flatMap(([id, audience]) => (audience === 'private' ? [] : [id]))
  for (const note of await store.pick(annotation, others, ['id', 'isActive'])) {
    if (note?.isActive === false) audiences.set(note.id, 'private')
  }
  return audiences
}
