import type { ReadStore } from '../operation/index.js'
import { person } from '../person/index.js'
import { visibleFields } from './visible-fields.js'

/**
 * The names of these people for a list that anybody may read: null where there is none, or where the person shows it to
 * certain others only.
 */
export async function shownNames(
  store: ReadStore,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const distinct = [...new Set(personIds)]
  const rows = distinct.length === 0 ? [] : await store.pick(person, distinct, ['displayName', 'visibility'])
  return new Map(
    distinct.map((id, place) => {
      const row = rows[place]
      return [id, row ? visibleFields(row, false).displayName : null]
    }),
  )
}
