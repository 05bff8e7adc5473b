import { SociusError } from '../kernel/index.js'
import { type Collection, maxRows, type Store, type Where } from '../store/index.js'

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
