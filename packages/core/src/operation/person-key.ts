import { SociusError } from '../kernel/index.js'
import { type Collection, maxRows, type ScalarField, type Store, type Where } from '../store/index.js'
import type { CommandContext } from './context.js'
import type { MergedPeople, PersonReference } from './person-reference.js'
import { sameRow } from './same-row.js'

export interface PersonKeyOptions<Row> {
  /** Only these rows, and what they are called among the collection's: see {@link PersonReference.part}. @default all */
  only?: { readonly part: string; readonly where: Where<Row> }
  /** Further fields that name the person wherever one of the key's does. @default none */
  also?: readonly ScalarField<Row>[]
  /** The id of the row, derived from the person among others. */
  idOf(tenant: string, row: Row): string
  /** What the row is about besides the person: see `MergeNote.aboutId`. */
  aboutOf(row: Row, people: MergedPeople): string
  /** The field that follows the person in an index, if any: rows are found in its order. */
  orderBy?: ScalarField<Row>
  /** Whether a row means nothing once it has moved: then it rests in the journal alone. @default never */
  drop?(moved: Row): boolean
  /** What becomes of two rows that fall together, with the id of `own`. @default `own` stays as it is */
  collapse?(own: Row, moved: Row): Row
  /** Counts what the number of rows has changed by: `fewer` fell together with others, `more` came apart again. */
  recount?(
    context: CommandContext,
    change: { readonly fewer: readonly Row[]; readonly more: readonly Row[] },
  ): Promise<void>
}

/** What a merge did with one row: where it stood, what stood in its new place before, and what stands there since. */
interface Rekeyed<Row> {
  readonly before: Row
  readonly own: Row | null
  readonly after: Row | null
}

/**
 * Declares that a field says whose a row is, and that the row's id is derived from it: there is one of a kind for a person,
 * so rows of two people can fall together. The rows are kept in the journal until the merge is undone: a collection that
 * holds what somebody wrote is no collection for this.
 */
export function definePersonKey<Row extends { id: string }>(
  collection: Collection<Row>,
  field: ScalarField<NoInfer<Row>> | readonly ScalarField<NoInfer<Row>>[],
  options: PersonKeyOptions<NoInfer<Row>>,
): PersonReference {
  // A field that is named by a variable loses its type: it was checked where it was declared.
  const keys: readonly ScalarField<Row>[] = typeof field === 'string' ? [field] : field
  const fields = [...keys, ...(options.also ?? [])]
  const where = options.only?.where ?? {}
  // Each is served by an index of its own.
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
    // Read by name and shape only.
    collection: collection as unknown as Collection<{ id: string }>,
    fields,
    ...(options.only && { part: options.only.part }),
    atOnce: false,
    notesAtOnce: 200,
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

/**
 * Puts rows in the place of others, within one transaction.
 * @throws `store_conflict` (retryable) when one of those was changed by somebody else meanwhile.
 */
export async function replaceRows<Row extends { id: string }>(
  store: Store,
  collection: Collection<Row>,
  { gone, made }: { readonly gone: readonly Row[]; readonly made: readonly Row[] },
): Promise<void> {
  const ids = [...new Set(gone.map(({ id }) => id))]
  for (let start = 0; start < ids.length; start += maxRows) {
    const piece = ids.slice(start, start + maxRows)
    const where = { id: { in: piece } } as unknown as Where<Row> // every row has an id
    if ((await store.remove(collection, { where, limit: maxRows })) !== piece.length) throw lostRace()
  }
  if (made.length > 0 && (await store.insert(collection, made)).length !== made.length) throw lostRace()
}

function lostRace(): SociusError {
  return new SociusError('store_conflict', 'A row was changed by somebody else meanwhile.', { retryable: true })
}
