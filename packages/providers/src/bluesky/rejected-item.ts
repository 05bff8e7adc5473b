import type { RejectedItem } from '@socius/core/provider'
import { identifiedSchema } from './schemas.js'

/** @param item the post, or whatever stands in its place. */
export function rejectedItem(item: unknown, reason: string): RejectedItem {
  return { externalId: identifiedSchema.safeParse(item).data?.uri ?? null, reason }
}
