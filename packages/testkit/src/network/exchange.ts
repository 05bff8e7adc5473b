import type { Platform, Question } from './answer.js'
import { applyFault, type Delivery, whole } from './apply-fault.js'
import type { Failures, Found } from './failures.js'
import type { Fault } from './fault.js'
import type { OpenRequestRecord } from './request-record.js'
import { connectionReset, respond } from './respond.js'
import type { SeededRandom } from './seeded-random.js'
import { untilAborted } from './until-aborted.js'
import type { VirtualClock } from './virtual-clock.js'

export interface ExchangeOptions {
  readonly platforms: readonly Platform[]
  readonly clock: VirtualClock
  readonly failures: Failures
  readonly random: SeededRandom
  readonly requests: OpenRequestRecord[]
}

/** One request and its answer; it fails as `fetch` does. */
export type Exchange = (request: Request) => Promise<Response>

export function createExchange(options: ExchangeOptions): Exchange & { reset(): void } {
  const { platforms, clock, failures, random, requests } = options
  // For each list the address of the page that was asked for last.
  const lastPages = new Map<string, string>()

  function choose(platform: Platform, question: Question): { fault: Fault | null; delivery: Delivery } {
    const key = platform.withoutPage(question.url)
    const previous = lastPages.get(key) ?? null
    for (const found of failures.find({ platform: platform.name, url: question.url.href })) {
      const delivery = tryFault(found, { platform, question, previous })
      if (delivery) return { fault: found.fault, delivery }
    }
    lastPages.set(key, question.url.href)
    return { fault: null, delivery: whole(platform.answer(question)) }
  }

  function tryFault(found: Found, asked: { platform: Platform; question: Question; previous: string | null }) {
    const delivery = applyFault(found.fault, { ...asked, now: clock.now(), random })
    if (delivery) found.strike()
    return delivery
  }

  async function exchange(request: Request): Promise<Response> {
    const { method, headers, signal } = request
    const url = new URL(request.url)
    const platform = platforms.find((candidate) => candidate.owns(url))
    const record: OpenRequestRecord = {
      method,
      url: url.href,
      headers: Object.fromEntries(headers),
      platform: platform?.name ?? null,
      at: clock.now(),
      status: null,
      fault: null,
      sent: 0,
    }
    signal.throwIfAborted()
    requests.push(record)
    if (!platform) throw new TypeError('fetch failed', { cause: unknownHost(url) })
    // An answer is never there at once.
    await Promise.resolve()
    signal.throwIfAborted()
    const { fault, delivery } = choose(platform, { method, url, headers })
    record.fault = fault?.kind ?? null
    if (fault?.kind === 'timeout') return untilAborted(signal)
    if (fault?.kind === 'reset' && !fault.midBody) throw new TypeError('fetch failed', { cause: connectionReset() })
    if (fault?.kind === 'slow') await waitFor(clock, fault.delay, signal)
    record.status = delivery.status
    return respond(delivery, method, (bytes) => {
      record.sent += bytes
    })
  }

  return Object.assign(exchange, { reset: () => lastPages.clear() })
}

async function waitFor(clock: VirtualClock, delay: number, signal: AbortSignal): Promise<void> {
  try {
    await clock.wait(delay, signal)
  } catch (error) {
    signal.throwIfAborted()
    throw error
  }
}

function unknownHost({ hostname }: URL): Error {
  return Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND', hostname })
}
