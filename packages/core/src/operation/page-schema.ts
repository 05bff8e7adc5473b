import * as z from 'zod/mini'
import { maxPageSize } from '../kernel/index.js'
import { orNull, text } from '../store/index.js'

/** The input of an operation that gives pages: its own fields, and where the page starts and how long it is. */
export function pageInput<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.strictObject({
    ...shape,
    limit: z._default(z.int().check(z.minimum(1), z.maximum(maxPageSize)), 20),
    cursor: z._default(z.nullable(z.string().check(z.maxLength(4096))), null),
  })
}

/** A page of such items. */
export function pageOf<Item extends z.core.$ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: orNull(text()) })
}
