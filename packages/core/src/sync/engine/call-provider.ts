import { type Clock, isSociusError, SociusError, throwIfAborted } from '../../kernel/index.js'
import type { RateLimitFacts } from '../../provider/index.js'
import type { RetryPolicy } from '../retry-policy.js'

/** What every answer of a provider says about itself. */
export interface Answer {
  readonly calls: number
  readonly rateLimit: RateLimitFacts | null
}

/** The gates of one call, which all processes share: see {@link Gates}. */
export interface CallGates {
  enter(): Promise<void>
  answered(answer: Answer): Promise<void>
  limited(retryAfter: number | undefined): Promise<void>
  failed(): Promise<void>
  unauthorized(): Promise<void>
}

export interface ProviderCallOptions {
  readonly policy: RetryPolicy
  readonly clock: Clock
  /** From 0 to 1. */
  readonly random: () => number
  readonly signal: AbortSignal
  readonly gates: CallGates
  /** Told of every request that is made. */
  onAttempt(): void
}

/**
 * Makes a call to a platform, and makes it again while the failure may pass: full jitter (a wait is drawn evenly from
 * zero to its limit, see "Exponential Backoff And Jitter", AWS Architecture Blog, 2015), or as long as the platform says.
 * The one place in the SDK that retries a platform, and the one that learns from its answers.
 */
export async function callProvider<Given extends Answer>(
  call: () => Promise<Given>,
  options: ProviderCallOptions,
): Promise<Given> {
  const { policy, clock, signal, gates } = options
  for (let attempt = 1; ; attempt++) {
    throwIfAborted(signal)
    await gates.enter()
    options.onAttempt()
    const outcome = await attemptOnce(call)
    if (!isSociusError(outcome)) {
      await gates.answered(outcome)
      return outcome
    }
    if (outcome.code === 'aborted') throw outcome
    if (outcome.code === 'provider_rate_limited') await gates.limited(outcome.retryAfter)
    const wait = waitBefore(attempt, outcome, options)
    if (outcome.retryable && attempt < policy.attempts && wait <= policy.longest) {
      await clock.wait(wait, signal)
      continue
    }
    await tellGates(gates, outcome)
    throw outcome
  }
}

async function attemptOnce<Given extends Answer>(call: () => Promise<Given>): Promise<Given | SociusError> {
  try {
    return await call()
  } catch (cause) {
    return asProviderError(cause)
  }
}

async function tellGates(gates: CallGates, error: SociusError): Promise<void> {
  if (error.code === 'provider_unavailable') return gates.failed()
  if (error.code === 'provider_unauthorized') return gates.unauthorized()
  // Whatever else it says, the platform has answered. A refusal for a limit has been told already.
  if (error.code !== 'provider_rate_limited' && error.code !== 'internal') {
    return gates.answered({ calls: 1, rateLimit: null })
  }
}

function waitBefore(attempt: number, error: SociusError, { policy, random }: ProviderCallOptions): number {
  const drawn = random() * Math.min(policy.longest, policy.base * 2 ** (attempt - 1))
  // Everybody whom the platform told the same moment would come back at that moment: a little is added.
  return Math.ceil(error.retryAfter === undefined ? drawn : error.retryAfter + random() * policy.base)
}

/** Whatever a reader throws, as an error of ours. */
export function asProviderError(cause: unknown): SociusError {
  if (isSociusError(cause)) return cause
  return new SociusError('internal', 'A provider failed in a way that it does not declare.', { cause })
}
