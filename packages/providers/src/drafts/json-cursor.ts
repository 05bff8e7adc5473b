import { SociusError } from '@socius/core/provider'
import type * as z from 'zod'

interface CursorOf<Schema extends z.ZodType> {
  readonly schema: Schema
  readonly platform: string
  /** What its pages hold. */
  readonly items: string
}

/**
 * What a cursor holds that was written with `JSON.stringify`. It comes back from outside, so it is looked at again.
 * @throws `invalid_cursor`
 */
export function readJsonCursor<Schema extends z.ZodType>(
  cursor: string,
  { schema, platform, items }: CursorOf<Schema>,
): z.output<Schema> {
  const parsed = schema.safeParse(parse(cursor))
  if (parsed.success) return parsed.data
  throw new SociusError('invalid_cursor', `${platform}: not the cursor of a page of ${items}.`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
