import { en } from 'zod/locales'
import * as z from 'zod/mini'

// The small zod has no words of its own, and which ones a host has set for its own schemas is the host's affair.
let english: z.core.$ZodErrorMap | undefined
const told: z.core.ParseContext<z.core.$ZodIssue> = {
  error(issue) {
    english ??= en().localeError
    return english(issue)
  },
}

/** What a schema of any copy of zod 4 makes of a value. Issues are told in English, except where the schema says more. */
export function parse<Schema extends z.core.$ZodType>(schema: Schema, value: unknown) {
  return z.safeParse(schema, value, told)
}
