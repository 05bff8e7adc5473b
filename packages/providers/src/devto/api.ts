import { type RateLimitFacts, SociusError } from '@socius/core/provider'
import * as z from 'zod'
import { createHttp, type HttpOptions, type QueryValue } from '../http/index.js'
import { notFoundSchema } from './schemas.js'

export interface DevtoOptions extends Pick<HttpOptions, 'fetch' | 'clock' | 'timeout' | 'maxBytes' | 'userAgent'> {
  /**
   * The address of the Forem to read. Ids are its own, so a database that holds accounts of one stays with it.
   * @default 'https://dev.to'
   */
  readonly host?: string
  /** A key of any member, for a Forem that shows nothing to strangers. What DEV has published is read without one. */
  readonly apiKey?: string
}

interface Question<Schema extends z.ZodType> {
  readonly params?: Readonly<Record<string, QueryValue>>
  readonly schema: Schema
}

/** The questions of one read to a Forem. */
export interface Session {
  /** The address of the Forem, without a slash at its end. */
  readonly host: string
  /** Milliseconds since the epoch. */
  now(): number
  /** @throws what the provider contract says */
  get<Schema extends z.ZodType>(path: string, question: Question<Schema>): Promise<z.output<Schema>>
  /**
   * As {@link Session.get}, and null when the Forem says in its own words that it has no such thing. A 404 without them
   * may come from a server in front of it, and is thrown.
   */
  find<Schema extends z.ZodType>(path: string, question: Question<Schema>): Promise<z.output<Schema> | null>
  /** What the read has cost so far, and what the last answer said about limits. */
  facts(): { readonly calls: number; readonly rateLimit: RateLimitFacts | null }
}

const aFunction = z.custom<(...args: never[]) => unknown>((value) => typeof value === 'function')

// Numbers and the user agent are judged where they are used.
const optionsSchema = z.strictObject({
  host: z
    .url({ protocol: /^https?$/ })
    .refine((address) => /^https?:\/\/[^@?#]+$/i.test(address))
    .optional(),
  apiKey: z
    .string()
    .regex(/^[\x21-\x7e]+$/)
    .optional(),
  fetch: aFunction.optional(),
  clock: z.object({ now: aFunction }).optional(),
  timeout: z.number().optional(),
  maxBytes: z.number().optional(),
  userAgent: z.string().optional(),
})

/**
 * Gives a function that opens a session for one read.
 * @throws `invalid_option`
 */
export function createApi(options: DevtoOptions): (signal: AbortSignal) => Session {
  checkOptions(options)
  const { host: address = 'https://dev.to', apiKey, ...rest } = options
  const host = address.replace(/\/+$/, '')
  const http = createHttp({ ...rest, trustedOrigins: [new URL(host).origin] })
  // https://developers.forem.com/api: without this an older Forem answers as version 0 did.
  const accept = 'application/vnd.forem.api-v1+json'
  const headers = apiKey === undefined ? { accept } : { accept, 'api-key': apiKey }
  return (signal) => {
    let calls = 0
    let rateLimit: RateLimitFacts | null = null

    async function ask<Schema extends z.ZodType>(path: string, { params = {}, schema }: Question<Schema>) {
      const url = `${host}/api${path}`
      // Comments stand inside each other as deep as people talk, and one of them must not spoil the others.
      const answer = await http.json({ url, query: params, headers, signal, expect: [404], tooDeep: 'drop' })
      calls += answer.calls
      rateLimit = answer.rateLimit ?? rateLimit
      if (answer.status === 404) {
        const missing = http.statusError(answer)
        if (!notFoundSchema.safeParse(answer.value).success) throw missing
        return { missing }
      }
      const parsed = schema.safeParse(answer.value)
      if (!parsed.success) throw http.malformed(answer, 'has another shape')
      return { value: parsed.data }
    }

    return {
      host,
      now: http.now,
      async get(path, question) {
        const answer = await ask(path, question)
        if ('missing' in answer) throw answer.missing
        return answer.value
      },
      async find(path, question) {
        const answer = await ask(path, question)
        return 'missing' in answer ? null : answer.value
      },
      facts: () => ({ calls, rateLimit }),
    }
  }
}

function checkOptions(options: DevtoOptions): void {
  const parsed = optionsSchema.safeParse(options)
  if (parsed.success) return
  const [issue] = parsed.error.issues
  const name = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue?.path.join('.')
  throw new SociusError('invalid_option', `devto: ${name || 'the options'} cannot be used.`)
}
