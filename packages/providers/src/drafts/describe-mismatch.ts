import type * as z from 'zod'

/** What was wrong with an item: where and how, never what stood there. */
export function describeMismatch(error: z.ZodError): string {
  const issue = error.issues[0]
  return issue ? `${issue.path.join('.') || 'the item'}: ${issue.code}` : 'unreadable'
}
