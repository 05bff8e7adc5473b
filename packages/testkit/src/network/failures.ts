import type { PlatformName } from './answer.js'
import type { Fault, FaultKind } from './fault.js'
import { createRandom } from './seeded-random.js'

/** Which requests something applies to; without either, all. */
export interface RequestFilter {
  readonly platform?: PlatformName
  /** A part of the address, or a pattern for it. */
  readonly match?: string | RegExp
}

export type FailOptions = Fault &
  RequestFilter & {
    /** How many requests it strikes; `Infinity` for all. @default 1 */
    readonly times?: number
    /** How many matching requests are let through before. @default 0 */
    readonly after?: number
  }

export interface ChaosOptions extends RequestFilter {
  /** The share of requests that something happens to: from 0 to 1. */
  readonly rate: number
  /** @default the network's */
  readonly seed?: number
  /** What happens: one of these at random. @default all faults that end without a time limit or a cap of the caller's */
  readonly faults?: readonly [Fault, ...Fault[]]
}

/** A fault that was asked for. */
export interface Failure {
  /** How often it has struck. */
  readonly count: number
  /** Ends it. */
  lift(): void
}

/** A request that a fault is looked for. */
export interface Asked {
  readonly platform: PlatformName
  readonly url: string
}

/** A fault found for a request; `strike` is called when it can be applied, and only then it counts. */
export interface Found {
  readonly fault: Fault
  readonly strike: () => void
}

export interface Failures {
  fail(options: FailOptions): Failure
  chaos(options: ChaosOptions): Failure
  /** The faults for a request, in the order in which they were asked for; the first that fits the answer is applied. */
  find(asked: Asked): Found[]
  reset(): void
}

interface Rule {
  count: number
  find(asked: Asked): Fault | null
}

const chaosFaults: readonly [Fault, ...Fault[]] = [
  { kind: 'status', status: 429, resetAfter: 60_000 },
  { kind: 'status', status: 429 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502 },
  { kind: 'status', status: 503 },
  { kind: 'reset' },
  { kind: 'reset', midBody: true },
  { kind: 'cutBody' },
  { kind: 'wrongShape' },
  { kind: 'notJson' },
  { kind: 'oneBadItem' },
  { kind: 'slow', delay: 20_000 },
  { kind: 'duplicatePage' },
  { kind: 'shuffledPage' },
]

const faultKinds: Readonly<Record<FaultKind, true>> = {
  status: true,
  timeout: true,
  reset: true,
  cutBody: true,
  wrongShape: true,
  notJson: true,
  hugeBody: true,
  deepJson: true,
  oneBadItem: true,
  slow: true,
  duplicatePage: true,
  shuffledPage: true,
}

export function createFailures(seed: number): Failures {
  const rules = new Set<Rule>()

  function add(rule: Rule): Failure {
    rules.add(rule)
    return {
      get count() {
        return rule.count
      },
      lift: () => rules.delete(rule),
    }
  }

  return {
    fail(options) {
      if (!Object.hasOwn(faultKinds, options.kind)) throw new TypeError(`There is no fault called ${options.kind}.`)
      const { times = 1, after = 0 } = options
      let seen = 0
      return add({
        count: 0,
        find(asked) {
          if (!matches(options, asked)) return null
          seen += 1
          return seen > after && this.count < times ? options : null
        },
      })
    },
    chaos(options) {
      const { rate, faults = chaosFaults } = options
      const random = createRandom(options.seed ?? seed)
      return add({
        count: 0,
        find(asked) {
          if (!matches(options, asked) || random.fraction() >= rate) return null
          return random.pick(faults)
        },
      })
    },
    find: (asked) =>
      [...rules].flatMap((rule) => {
        const fault = rule.find(asked)
        return fault ? [{ fault, strike: () => void (rule.count += 1) }] : []
      }),
    reset: () => rules.clear(),
  }
}

function matches({ platform, match }: RequestFilter, asked: Asked): boolean {
  if (platform !== undefined && platform !== asked.platform) return false
  if (match === undefined) return true
  // A pattern with the flag g or y remembers where it stopped.
  return typeof match === 'string'
    ? asked.url.includes(match)
    : new RegExp(match.source, match.flags.replace(/[gy]/g, '')).test(asked.url)
}
