import type { RateLimitFacts } from '@socius/core/provider'
import type * as z from 'zod'
import { createHttp, type Http, type HttpAnswer, type HttpOptions, type QueryValue } from '../http/index.js'
import { localIdSchema } from './schemas.js'

export interface Question<Schema extends z.ZodType> {
  /** The origin of the server that is asked. */
  readonly server: string
  readonly path: string
  readonly params?: Readonly<Record<string, QueryValue>>
  readonly schema: Schema
  /** The access token of a member; without one the question is anybody's. */
  readonly token?: string
}

export interface Answer<Data> {
  readonly data: Data
  /** The origin of the server that answered, after redirects. */
  readonly server: string
  /** `max_id` of the next page, as the Link header names it; null on the last. */
  readonly next: string | null
}

/** The questions of one read to the servers of the network. */
export interface Session {
  /** @throws what the provider contract says */
  ask<Schema extends z.ZodType>(question: Question<Schema>): Promise<Answer<z.output<Schema>>>
  /** Milliseconds since the epoch. */
  now(): number
  /** What the read has cost so far, and what the last answer said about limits. */
  facts(): { readonly calls: number; readonly rateLimit: RateLimitFacts | null }
}

/**
 * Gives a function that opens a session for one read.
 * @throws `invalid_option`
 */
export function createApi(options: HttpOptions): (signal: AbortSignal) => Session {
  const http = createHttp(options)
  return (signal) => {
    let calls = 0
    let rateLimit: RateLimitFacts | null = null
    return {
      async ask({ server, path, params, schema, token }) {
        calls += 1
        const answer = await http.json({
          url: server + path,
          signal,
          ...(params && { query: params }),
          ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
        })
        // Counted before, because a reader may go on after a refusal; redirects are known only now.
        calls += answer.calls - 1
        rateLimit = answer.rateLimit ?? rateLimit
        const parsed = schema.safeParse(answer.value)
        if (!parsed.success) throw http.malformed(answer, 'has another shape')
        return { data: parsed.data, server: answer.url.origin, next: readNext(http, answer) }
      },
      now: () => http.now(),
      facts: () => ({ calls, rateLimit }),
    }
  }
}

const links = /<([^<>]{1,4000})>([^<]{0,4000})/g

/**
 * Reads where the next page begins (https://docs.joinmastodon.org/api/guidelines/#pagination). Only the id is taken from
 * the address: a server behind a proxy may name itself wrongly there, and none may send a reader elsewhere.
 */
function readNext(http: Http, answer: HttpAnswer): string | null {
  for (const [, address = '', parameters = ''] of answer.headers.get('link')?.matchAll(links) ?? []) {
    if (!/;\s*rel\s*=\s*"?next\b/i.test(parameters)) continue
    const id = URL.canParse(address, answer.url) ? new URL(address, answer.url).searchParams.get('max_id') : null
    const parsed = localIdSchema.safeParse(id)
    // Taken for the end of the list, it would leave the rest of it unread for good.
    if (!parsed.success) throw http.malformed(answer, 'names a next page that cannot be asked for')
    return parsed.data
  }
  return null
}
