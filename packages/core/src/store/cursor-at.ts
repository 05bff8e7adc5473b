import { totalOrder } from './call-options.js'
import type { Collection } from './collection.js'
import { encodeCursor } from './cursor.js'
import type { StoredRow } from './plan.js'
import type { OrderBy } from './store.js'

/** The cursor that a page which ends at this row would give: for whoever uses a part of a page only. */
export function cursorAt<Row extends { id: string }>(
  collection: Collection<Row>,
  orderBy: OrderBy<Row>,
  row: Row,
): string {
  // An order is read by field name; a store of one tenant has no further terms than these.
  const terms = totalOrder(collection as unknown as Collection<{ id: string }>, orderBy, '')
  return encodeCursor(collection.name, terms, row as unknown as StoredRow)
}
