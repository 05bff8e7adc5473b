import { type ErrorCode, errorCodes, SociusError } from '../kernel/index.js'

const known: ReadonlySet<unknown> = new Set(errorCodes)

/** The error that an answer stands for: that of the operation, where the handler itself has answered. */
export async function errorOf(response: Response): Promise<SociusError> {
  const { status, headers } = response
  const problem = headers.get('content-type')?.startsWith('application/problem+json') ? await parse(response) : null
  // What stands between answers in its own way.
  if (!problem) return new SociusError(codeOf(status), `The server answered with ${status}.`, passing(status, headers))
  const { code, detail, title, retryable, retryAfter, details } = problem
  return new SociusError(known.has(code) ? (code as ErrorCode) : 'internal', textOf(detail) ?? textOf(title) ?? '', {
    retryable: retryable === true,
    ...(typeof retryAfter === 'number' && { retryAfter }),
    ...(typeof details === 'object' && details !== null && { details: { ...details } }),
  })
}

async function parse(response: Response): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    const problem: unknown = await response.json()
    return typeof problem === 'object' ? (problem as Readonly<Record<string, unknown>> | null) : null
  } catch {
    return null
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function codeOf(status: number): ErrorCode {
  switch (status) {
    case 401:
      return 'unauthenticated'
    case 403:
      return 'forbidden'
    case 404:
      return 'not_found'
    default:
      return isPassing(status) ? 'unreachable' : 'internal'
  }
}

function isPassing(status: number): boolean {
  return [408, 425, 429, 502, 503, 504].includes(status)
}

function passing(status: number, headers: Headers): { retryable: boolean; retryAfter?: number } {
  const seconds = headers.get('retry-after') ?? ''
  return {
    retryable: isPassing(status),
    ...(/^\d{1,9}$/.test(seconds) && { retryAfter: Number(seconds) * 1000 }),
  }
}
