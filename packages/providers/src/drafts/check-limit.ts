import { type Capability, SociusError } from '@socius/core/provider'

/** @throws `invalid_input` when more is asked for than a page holds. */
export function checkLimit(limit: number, { pageSize }: Capability, items: string): void {
  if (Number.isInteger(limit) && limit >= 1 && limit <= pageSize) return
  throw new SociusError('invalid_input', `A page of ${items} holds 1 to ${pageSize} items.`)
}
