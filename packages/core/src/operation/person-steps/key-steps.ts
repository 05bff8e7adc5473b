import type { Collection, ScalarField, Where } from '../../store/index.js'
import type { PersonKeyOptions } from '../person-options.js'
import type { MergedPeople, PersonSteps } from '../person-reference.js'
import { replaceRows } from '../replace-rows.js'
import { sameRow } from '../same-row.js'

/** What a merge did with one row: where it stood, what stood in its new place before, and what stands there since. */
interface Rekeyed<Row> {
  readonly before: Row
  readonly own: Row | null
  readonly after: Row | null
}

/** How rows follow whose ids are derived from the person: those of two people that fall together become one. */
export function personKeySteps<Row extends { id: string }>(
  collection: Collection<Row>,
  keys: readonly ScalarField<Row>[],
  options: PersonKeyOptions<Row>,
): PersonSteps {
  const fields = [...keys, ...(options.also ?? [])]
  const where = options.only?.where ?? {}
  // A field that is named by a variable loses its type: it was checked where it was declared. Each has an index of its own.
  const branches = (personId: string) => keys.map((key) => ({ [key]: personId }) as Where<Row>)
  const keyFor = (tenant: string, row: Row, { fromId, intoId }: MergedPeople): Row => {
    const named = fields.filter((name) => row[name] === fromId)
    const moved = { ...row, ...Object.fromEntries(named.map((name) => [name, intoId])) }
    return { ...moved, id: options.idOf(tenant, moved) }
  }

  function rekeyed(before: Row, own: Row | null, moved: Row): Rekeyed<Row> {
    if (options.drop?.(moved)) return { before, own: null, after: null }
    return { before, own, after: own === null ? moved : (options.collapse?.(own, moved) ?? own) }
  }

  return {
    async take(context, { fromId, intoId }, limit) {
      const { store, actor } = context
      const orderBy = options.orderBy === undefined ? [] : ([[options.orderBy, 'asc']] as const)
      const { items, next } = await store.query(collection, { where, branches: branches(fromId), orderBy, limit })
      const moved = items.map((row) => keyFor(actor.tenant, row, { fromId, intoId }))
      const owns = await store.get(
        collection,
        moved.map(({ id }) => id),
      )
      const done = items.map((row, place) => rekeyed(row, owns[place] ?? null, moved[place] ?? row))
      const changed = done.filter(({ own, after }) => !sameRow(own, after))
      await replaceRows(store, collection, {
        gone: [...items, ...changed.flatMap(({ own }) => own ?? [])],
        made: changed.flatMap(({ after }) => after ?? []),
      })
      await options.recount?.(context, { fewer: fellTogether(done), more: [] })
      return {
        notes: done.map((note) => ({ aboutId: options.aboutOf(note.before, { fromId, intoId }), note })),
        isLast: next === null,
      }
    },
    async giveBack(context, _people, given) {
      const { store } = context
      const notes = given as readonly Rekeyed<Row>[] // notes come back to the reference that made them
      const after = notes.flatMap((note) => note.after?.id ?? [])
      const current = new Map((await store.get(collection, after)).flatMap((row) => (row ? [[row.id, row]] : [])))
      // What was changed or taken back since then stays so, and was no more that of the person who goes.
      const standing = notes.filter((note) => !note.after || sameRow(current.get(note.after.id) ?? null, note.after))
      const changed = standing.filter((note) => !sameRow(note.own, note.after))
      await replaceRows(store, collection, {
        gone: changed.flatMap((note) => note.after ?? []),
        made: [...changed.flatMap(({ own }) => own ?? []), ...standing.map(({ before }) => before)],
      })
      await options.recount?.(context, { fewer: [], more: fellTogether(standing) })
    },
    async count(store, personId) {
      const [row] = await store.aggregate(collection, {
        where: { and: [where, { or: branches(personId) }] } as Where<Row>,
        groupBy: [],
        measures: { rows: 'count' },
        limit: 1,
      })
      return row?.rows ?? 0
    },
  }
}

function fellTogether<Row>(done: readonly Rekeyed<Row>[]): Row[] {
  return done.flatMap(({ own, before }) => (own === null ? [] : [before]))
}
