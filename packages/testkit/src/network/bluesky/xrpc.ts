import { isIdentifier, isNsid, parseUri } from './at-uri.js'

/** An answer of XRPC that is not 200 (https://atproto.com/specs/xrpc). */
export class XrpcError extends Error {
  readonly status: number
  readonly error: string

  constructor(status: number, error: string, message: string) {
    super(message)
    this.name = 'XrpcError'
    this.status = status
    this.error = error
  }
}

/** The error's words for a status, as the servers' library has them. */
export function errorOfStatus(status: number): XrpcError {
  const [error, message] = words[status] ?? (status < 500 ? ['InvalidRequest', 'Invalid Request'] : defaultWords)
  return new XrpcError(status, error, message)
}

const defaultWords = ['InternalServerError', 'Internal Server Error'] as const
const words: Readonly<Record<number, readonly [string, string]>> = {
  401: ['AuthMissing', 'Authentication Required'],
  403: ['Forbidden', 'Forbidden'],
  404: ['XRPCNotSupported', 'XRPC Not Supported'],
  429: ['RateLimitExceeded', 'Rate Limit Exceeded'],
  500: defaultWords,
  501: ['MethodNotImplemented', 'Method Not Implemented'],
  502: ['UpstreamFailure', 'Upstream Failure'],
  503: ['NotEnoughResources', 'Not Enough Resources'],
  504: ['UpstreamTimeout', 'Upstream Timeout'],
}

export function invalidRequest(message: string): XrpcError {
  return new XrpcError(400, 'InvalidRequest', message)
}

/** The parameters of a query, judged as the servers judge them. */
export interface Params {
  /** @throws XrpcError when it is missing */
  text(name: string): string
  optional(name: string): string | null
  flag(name: string): boolean
  integer(name: string, range: { min: number; max: number; default: number }): number
  /** A handle or a DID. */
  identifier(name: string): string
  uri(name: string): string
  nsid(name: string): string
  /** A parameter that may come several times. */
  list(name: string, options: { max: number; of: 'uri' | 'identifier' }): string[]
}

export function readParams(method: string, query: URLSearchParams): Params {
  const refuse = (problem: string): XrpcError => invalidRequest(`Invalid ${method} params: ${problem}`)

  function text(name: string): string {
    const value = query.get(name)
    if (value === null) throw refuse(`Missing required key "${name}"`)
    return value
  }

  function judge(kind: 'uri' | 'identifier' | 'nsid', value: string): string {
    const { name, accepts } = formats[kind]
    if (!accepts(value)) throw refuse(`Invalid ${name} (got "${value}")`)
    return value
  }

  return {
    text,
    optional: (name) => query.get(name) || null,
    flag: (name) => query.get(name) === 'true',
    integer(name, { min, max, default: standard }) {
      const given = query.get(name)
      if (given === null) return standard
      const value = Number(given)
      if (!Number.isInteger(value)) throw refuse(`Expected integer value type (got "${given}")`)
      if (value < min) throw refuse(`integer too small (minimum ${min}, got ${value})`)
      if (value > max) throw refuse(`integer too big (maximum ${max}, got ${value})`)
      return value
    },
    identifier: (name) => judge('identifier', text(name)),
    uri: (name) => judge('uri', text(name)),
    nsid: (name) => judge('nsid', text(name)),
    list(name, { max, of }) {
      const values = query.getAll(name)
      if (values.length === 0) throw refuse(`Missing required key "${name}"`)
      if (values.length > max) throw refuse(`array too big (maximum ${max}, got ${values.length})`)
      return values.map((value) => judge(of, value))
    },
  }
}

const formats = {
  uri: { name: 'at-uri', accepts: (value: string) => parseUri(value) !== null },
  identifier: { name: 'AT identifier', accepts: isIdentifier },
  nsid: { name: 'NSID', accepts: isNsid },
} as const
