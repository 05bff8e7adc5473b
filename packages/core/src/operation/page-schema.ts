import * as z from 'zod'
import { maxPageSize } from '../kernel/index.js'
import { orNull, text } from '../store/index.js'

/** The input of an operation that gives pages: its own fields, and where the page starts and how long it is. */
export function pageInput<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject({
    ...shape,
    limit: z.int().min(1).max(maxPageSize).default(20),
    cursor: z.string().max(4096).nullable().default(null),
  })
}

/** A page of such items. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: orNull(text()) })
}
