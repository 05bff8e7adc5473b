/** What is said to a request, before it becomes a response. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

export const jsonType = 'application/json'

/** A result that is not to be kept anywhere: of a command, or about the caller. */
export function jsonAnswer(body: string): Answer {
  return { status: 200, headers: { 'content-type': jsonType, 'cache-control': 'no-store' }, body }
}
