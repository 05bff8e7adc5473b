import { type ErrorCode, SociusError, type SociusErrorOptions } from '../kernel/index.js'

/** A problem as the handler writes it. */
interface Problem extends SociusErrorOptions {
  readonly code: ErrorCode
  readonly title: string
  readonly detail?: string
}

/** The error that an answer stands for: that of the operation, where the handler itself has answered. */
export async function errorOf(response: Response): Promise<SociusError> {
  const { status, headers } = response
  const isProblem = headers.get('content-type')?.startsWith('application/problem+json')
  const problem: unknown = isProblem ? await response.json().catch(() => null) : null
  if (isOurs(problem)) return new SociusError(problem.code, problem.detail ?? problem.title, problem)
  // What stands between answers in its own way.
  const seconds = headers.get('retry-after') ?? ''
  const retryable = [408, 425, 429, 502, 503, 504].includes(status)
  const code = codes[status] ?? (retryable ? 'unreachable' : 'internal')
  return new SociusError(code, `The server answered with ${status}.`, {
    retryable,
    ...(/^\d{1,9}$/.test(seconds) && { retryAfter: Number(seconds) * 1000 }),
  })
}

const codes: Readonly<Record<number, ErrorCode>> = { 401: 'unauthenticated', 403: 'forbidden', 404: 'not_found' }

/** A newer server may have codes that are not known here: whoever looks at them has words for what they do not know. */
function isOurs(problem: unknown): problem is Problem {
  return typeof (problem as Problem | null)?.code === 'string'
}
