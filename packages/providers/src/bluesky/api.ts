import { type RateLimitFacts, SociusError } from '@socius/core/provider'
import type * as z from 'zod'
import { createHttp, type Http, type HttpAnswer, type QueryValue } from '../http/index.js'
import { type BlueskyOptions, readOptions } from './options.js'
import { xrpcErrorSchema } from './schemas.js'

/** The questions of one read to an AppView. */
export interface Session {
  /**
   * Asks one XRPC query, such as `app.bsky.feed.getPosts`.
   * @throws what the provider contract says; for an account that is there but closed `provider_forbidden` with its
   * {@link AccountState} as `details.state`
   */
  query<Schema extends z.ZodType>(
    method: string,
    question: { readonly params: Readonly<Record<string, QueryValue>>; readonly schema: Schema },
  ): Promise<z.output<Schema>>
  /** What the read has cost so far, and what the last answer said about limits. */
  facts(): { readonly calls: number; readonly rateLimit: RateLimitFacts | null }
}

/** Why an account that is there cannot be read. */
export type AccountState = 'deactivated' | 'suspended'

/**
 * Gives a function that opens a session for one read.
 * @throws `invalid_option`
 */
export function createApi(options: BlueskyOptions): (signal: AbortSignal) => Session {
  const { appview, ...rest } = readOptions(options)
  const http = createHttp({ ...rest, trustedOrigins: [new URL(appview).origin] })
  return (signal) => {
    let calls = 0
    let rateLimit: RateLimitFacts | null = null
    return {
      async query(method, { params, schema }) {
        const url = `${appview}/xrpc/${method}`
        // A record may hold anything at any depth, and answers show records of others beside those that were asked for.
        const answer = await http.json({ url, query: params, signal, expect: [400], tooDeep: 'drop' })
        calls += answer.calls
        rateLimit = answer.rateLimit ?? rateLimit
        if (answer.status === 400) throw readRefusal(http, answer, answer.value)
        const parsed = schema.safeParse(answer.value)
        if (!parsed.success) throw http.malformed(answer, 'has another shape')
        return parsed.data
      },
      facts: () => ({ calls, rateLimit }),
    }
  }
}

// XRPC answers 400 to whatever it refuses, and says why in a fixed word, or for unknown accounts only in a sentence.
function readRefusal(http: Http, answer: HttpAnswer, body: unknown): SociusError {
  const { error, message } = xrpcErrorSchema.safeParse(body).data ?? {}
  const details = { host: answer.url.host, path: answer.url.pathname, status: answer.status }
  switch (error) {
    case 'AccountDeactivated':
      return closed('deactivated', details)
    case 'AccountTakedown':
      return closed('suspended', details)
    case 'NotFound':
    case 'RecordNotFound':
      return new SociusError('provider_not_found', 'Bluesky has no such record.', { details: { ...details, error } })
    case 'InvalidRequest':
      if (!message || !/^(?:Profile not found|Could not find repo)\b/.test(message)) break
      return new SociusError('provider_not_found', 'Bluesky has no such account.', {
        details: { ...details, error, state: 'unknown' },
      })
    default:
  }
  return http.statusError(answer)
}

function closed(state: AccountState, details: Readonly<Record<string, unknown>>): SociusError {
  return new SociusError('provider_forbidden', `The Bluesky account is ${state}.`, {
    details: { ...details, state },
  })
}
