import { SociusError } from '../kernel/index.js'
import { type Collection, maxRows, type ScalarField, type Store, type Where } from '../store/index.js'
import type { CommandContext } from './context.js'
import type { PersonReference } from './person-reference.js'
import { sameRow } from './same-row.js'

export interface PersonKeyOptions<Row> {
  /** The id of the row, derived from the person among others. */
  idOf(tenant: string, row: Row): string
  /** What the row is about besides the person: see `MergeNote.aboutId`. */
  aboutOf(row: Row): string
  /** The field that follows the person in an index, if any: rows are found in its order. */
  orderBy?: ScalarField<Row>
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
  readonly after: Row
}

/**
 * Declares that a field says whose a row is, and that the row's id is derived from it: there is one of a kind for a person,
 * so rows of two people can fall together. The rows are kept in the journal until the merge is undone: a collection that
 * holds what somebody wrote is no collection for this.
 */
export function definePersonKey<Row extends { id: string }>(
  collection: Collection<Row>,
  field: ScalarField<NoInfer<Row>>,
  options: PersonKeyOptions<NoInfer<Row>>,
): PersonReference {
  // A field that is named by a variable loses its type: it was checked where it was declared.
  const of = (personId: string) => ({ [field]: personId }) as Where<Row>
  const keyFor = (tenant: string, row: Row, personId: string): Row => {
    const moved = { ...row, [field]: personId }
    return { ...moved, id: options.idOf(tenant, moved) }
  }

  function rekeyed(before: Row, own: Row | null, moved: Row): Rekeyed<Row> {
    return { before, own, after: own === null ? moved : (options.collapse?.(own, moved) ?? own) }
  }

  return {
    // Read by name and shape only.
    collection: collection as unknown as Collection<{ id: string }>,
    fields: [field],
    atOnce: false,
    notesAtOnce: 200,
    async take(context, { fromId, intoId }, limit) {
      const { store, actor } = context
      const orderBy = options.orderBy === undefined ? [] : ([[options.orderBy, 'asc']] as const)
      const { items, next } = await store.query(collection, { where: of(fromId), orderBy, limit })
      const moved = items.map((row) => keyFor(actor.tenant, row, intoId))
      const owns = await store.get(
        collection,
        moved.map(({ id }) => id),
      )
      const done = items.map((row, place) => rekeyed(row, owns[place] ?? null, moved[place] ?? row))
      const changed = done.filter(({ own, after }) => own === null || !sameRow(own, after))
      await replaceRows(store, collection, {
        gone: [...items, ...changed.flatMap(({ own }) => own ?? [])],
        made: changed.map(({ after }) => after),
      })
      await options.recount?.(context, { fewer: fellTogether(done), more: [] })
      return { notes: done.map((note) => ({ aboutId: options.aboutOf(note.before), note })), isLast: next === null }
    },
    async giveBack(context, _people, given) {
      const { store } = context
      const notes = given as readonly Rekeyed<Row>[] // notes come back to the reference that made them
      const current = await store.get(
        collection,
        notes.map(({ after }) => after.id),
      )
      // What was changed or taken back since then stays so, and was no more that of the person who goes.
      const standing = notes.filter(({ after }, place) => sameRow(current[place] ?? null, after))
      const changed = standing.filter(({ own, after }) => own === null || !sameRow(own, after))
      await replaceRows(store, collection, {
        gone: changed.map(({ after }) => after),
        made: [...changed.flatMap(({ own }) => own ?? []), ...standing.map(({ before }) => before)],
      })
      await options.recount?.(context, { fewer: [], more: fellTogether(standing) })
    },
    async count(store, personId) {
      const [row] = await store.aggregate(collection, {
        where: of(personId),
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
