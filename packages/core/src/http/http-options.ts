import * as z from 'zod/mini'
import { type Actor, parse, SociusError } from '../kernel/index.js'

/** Which other origins a browser lets in. */
export interface CorsOptions {
  /** Origins such as `https://app.example`, or a function that knows them. `['*']` lets everybody read without credentials. */
  origins: readonly string[] | ((origin: string) => boolean)
  /** Whether cookies and logins of the browser come with a request. @default false */
  credentials?: boolean
  /** Headers of the host's own that pages may send, beside those that the API itself reads. @default none */
  headers?: readonly string[]
}

/** What the description of the API says beyond the operations. */
export interface OpenApiOptions {
  /** @default 'Socius' */
  title?: string
  /** @default '1.0.0' */
  version?: string
  /** Where the API is reached from outside, when that is not where the description was fetched. */
  servers?: readonly string[]
  /** Security schemes of OpenAPI by their names, any one of which lets a request in. @default none */
  security?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Who may fetch it: it names operations and shapes, and no data. @default 'everybody' */
  access?: 'everybody' | 'authenticated'
}

/** How the operations are served. */
export interface HttpOptions {
  /**
   * Who asks; null when that is nobody, which is answered with 401. A `SociusError` that it throws is answered as it is,
   * anything else as a 500 without its text. It must leave the request's body unread.
   */
  authenticate(request: Request): Actor | null | Promise<Actor | null>
  /** How a 401 says that one can log in: the `WWW-Authenticate` header. @default 'Bearer' */
  challenge?: string
  /** Where the paths begin. @default '/social' */
  basePath?: string
  /** @default no other origin */
  cors?: CorsOptions
  /** The largest body of a request, in bytes. @default 1 MiB */
  maxBodyBytes?: number
  openApi?: OpenApiOptions
}

export const defaultBasePath = '/social'

/** Made when it is used: importing the package should not pay for what runs once. */
function optionsSchema() {
  const aFunction = z.custom<unknown>((value) => typeof value === 'function', 'expected a function')
  const origin = z.string().check(z.refine((value) => value === '*' || isOrigin(value), 'expected an origin, or *'))
  return z.strictObject({
    authenticate: aFunction,
    basePath: z.optional(z.string().check(z.regex(/^(\/[A-Za-z0-9_.~-]+)*$/, 'expected a path such as /social'))),
    challenge: z.optional(z.string().check(z.regex(/^[\x20-\x7e]+$/))),
    cors: z.optional(
      z
        .strictObject({
          origins: z.union([z.array(origin), aFunction]),
          credentials: z.optional(z.boolean()),
          headers: z.optional(z.array(z.string().check(z.regex(/^[A-Za-z0-9-]+$/)))),
        })
        .check(
          z.refine(({ origins, credentials }) => !(credentials && Array.isArray(origins) && origins.includes('*')), {
            message: 'with credentials each origin is named',
          }),
        ),
    ),
    maxBodyBytes: z.optional(z.int().check(z.minimum(1))),
    openApi: z.optional(
      z.strictObject({
        title: z.optional(z.string()),
        version: z.optional(z.string()),
        servers: z.optional(z.array(z.string())),
        security: z.optional(z.record(z.string(), z.record(z.string(), z.unknown()))),
        access: z.optional(z.enum(['everybody', 'authenticated'])),
      }),
    ),
  })
}

function isOrigin(value: string): boolean {
  return /^https?:\/\//.test(value) && URL.canParse(value) && new URL(value).origin === value
}

/** @throws `invalid_option`, naming each place, never a value. */
export function checkHttpOptions(options: HttpOptions): void {
  const parsed = parse(optionsSchema(), options)
  if (parsed.success) return
  const places = parsed.error.issues.map(({ path, message }) => `${['http', ...path].join('.')}: ${message}`)
  throw new SociusError('invalid_option', `createSocius: ${places.slice(0, 5).join('; ')}`)
}
