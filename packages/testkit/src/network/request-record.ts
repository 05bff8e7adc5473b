import type { PlatformName } from './answer.js'
import type { FaultKind } from './fault.js'

/** One request that reached the network. */
export interface RequestRecord {
  readonly method: string
  /** As asked, but for an address on the loopback server, which is shown as the platform's own. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Null for a host that is not simulated. */
  readonly platform: PlatformName | null
  /** Virtual time, in milliseconds since the epoch. */
  readonly at: number
  /** Null until there is an answer, and where none came. */
  readonly status: number | null
  /** What went wrong on purpose. */
  readonly fault: FaultKind | null
  /** Bytes of the body that the caller has taken; they tell whether a huge body was read to its end. */
  readonly sent: number
}

export type OpenRequestRecord = { -readonly [Key in keyof RequestRecord]: RequestRecord[Key] }
