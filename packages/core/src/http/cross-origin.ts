import type { CorsOptions } from './http-options.js'
import { Refusal } from './refusal.js'

/** Headers that let a page of another origin read the answer; none for everybody else. */
export type CrossOriginHeaders = Readonly<Record<string, string>>

/** Decides which pages may ask, by what browsers say and pages cannot forge. */
export interface CrossOrigin {
  /** @throws Refusal 403 for a request that a page of another origin makes and no option allows. */
  examine(request: Request): CrossOriginHeaders
  /** What a browser wants to hear before it lets a page of another origin ask. */
  preflight(allowedMethods: string): Readonly<Record<string, string>>
  /** What answers depend on. */
  readonly vary: string
}

const readHeaders = ['content-type', 'authorization', 'if-none-match', 'last-event-id']

export function createCrossOrigin(cors: CorsOptions | undefined): CrossOrigin {
  const allows = rule(cors)
  const everybody = Array.isArray(cors?.origins) && cors.origins.includes('*')

  return {
    vary: cors ? 'Cookie, Authorization, Origin' : 'Cookie, Authorization',
    examine(request) {
      const origin = request.headers.get('origin')
      if (origin !== null && allows(origin)) {
        return {
          'access-control-allow-origin': everybody ? '*' : origin,
          'access-control-expose-headers': 'ETag, Retry-After',
          ...(cors?.credentials && { 'access-control-allow-credentials': 'true' }),
        }
      }
      if (isOwnPage(request, origin)) return {}
      throw new Refusal(403, 'forbidden', 'Pages of this origin may not ask here.')
    },
    preflight: (allowedMethods) => ({
      'access-control-allow-methods': allowedMethods,
      'access-control-allow-headers': [...readHeaders, ...(cors?.headers ?? [])].join(', '),
      'access-control-max-age': '600',
    }),
  }
}

function rule(cors: CorsOptions | undefined): (origin: string) => boolean {
  if (!cors) return () => false
  const { origins } = cors
  // `null` is what every sandboxed page and every local file calls itself.
  if (typeof origins === 'function') return (origin) => origin !== 'null' && origins(origin)
  const listed = new Set(origins)
  return listed.has('*') ? () => true : (origin) => listed.has(origin)
}

/**
 * Whether the request comes from a page of this origin, or from no page at all. `Sec-Fetch-Site` says it best, as it also
 * holds behind a proxy that changes the host; older browsers send at least an `Origin` with what could change something.
 */
function isOwnPage(request: Request, origin: string | null): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site === 'same-origin') return true
  if (site !== null && site !== 'none') {
    // Following a link from elsewhere shows somebody their own data in a window of their own.
    return request.method === 'GET' && origin === null && request.headers.get('sec-fetch-mode') === 'navigate'
  }
  return origin === null || hostOf(origin) === hostOf(request.url)
}

// The scheme is left aside: behind a proxy that ends TLS the two differ.
function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : null
}
