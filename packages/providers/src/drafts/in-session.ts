import type { RateLimitFacts, ReadOptions } from '@socius/core/provider'

/** What a read has cost, and what the last answer said about limits. */
export interface SessionFacts {
  readonly calls: number
  readonly rateLimit: RateLimitFacts | null
}

/** A reader that asks in a session of its own, and says what that has cost. */
export function inSession<
  Options extends ReadOptions,
  Session extends { facts(): SessionFacts },
  Result extends object,
>(
  open: (signal: AbortSignal) => Session,
  read: (session: Session, options: Options) => Promise<Result>,
): (options: Options) => Promise<Result & SessionFacts> {
  return async (options) => {
    const session = open(options.signal)
    const result = await read(session, options)
    return { ...result, ...session.facts() }
  }
}
