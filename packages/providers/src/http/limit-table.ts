/**
 * How a platform speaks of its limits where it does not use the headers that many share (`rate-limit.ts`). A provider
 * hands the table to its requests; nothing of one platform stands in the reading of it.
 */
export interface LimitTable {
  readonly gauges?: readonly UsageGauge[]
  /** The first that fits an answer counts. */
  readonly refusals?: readonly LimitRefusal[]
}

/** A header of JSON that says how much of a limit is used up, in percent. */
export interface UsageGauge {
  /** Lower case. */
  readonly header: string
  /** The members that hold percents, wherever they stand: at the top, in lists, in objects by id. The highest counts. */
  readonly percents: readonly string[]
  /** The member beside them that says how long it takes until calls are let through, in units of so many milliseconds. */
  readonly regain?: { readonly member: string; readonly unit: number }
}

/** An answer that means "too many calls", whatever its status. */
export interface LimitRefusal {
  readonly statuses: readonly number[]
  /** What its body, which is JSON, says; absent where the status alone says it. */
  readonly when?: { readonly path: MemberPath; readonly is: readonly (string | number)[] }
  /** How long to wait, as far as headers do not say; the first that can be read counts. */
  readonly waits?: readonly LimitWait[]
}

/** Names of members from the outermost inwards, with dots; `*` is every element of a list. `error.errors.*.reason` */
export type MemberPath = string

export type LimitWait =
  | {
      readonly path: MemberPath
      /** `duration` is a text such as `1.5s`; `instant` an ISO timestamp, or seconds or milliseconds since the epoch. */
      readonly as: 'milliseconds' | 'seconds' | 'minutes' | 'duration' | 'instant'
    }
  /** Until the next midnight there, an IANA name. */
  | { readonly midnightIn: string }
