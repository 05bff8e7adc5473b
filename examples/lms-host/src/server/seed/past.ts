import type { Clock, RandomSource, Socius } from '@socius/core'
import { createVirtualClock, type NetworkServer } from '@socius/testkit/network'
import type { OpenDatabase } from '../open-database.ts'
import { openSocial } from '../open-social.ts'

/** The social system with a clock that is set by hand: what it writes stands at the moment that it is set to. */
export interface Past {
  readonly social: Socius
  /** @param moment in milliseconds since the epoch; null for the end of the year, from which time goes on */
  setTo(moment: number | null): void
}

export interface PastOptions {
  readonly database: OpenDatabase
  readonly server: NetworkServer
  readonly random: RandomSource
  /** The end of the year. */
  readonly until: number
}

/** Opens one; what it announces is kept for the host, which delivers it when it has started. */
export async function openPast({ database, server, random, until }: PastOptions): Promise<Past> {
  // Only reading the platforms takes time, in which a wait for one of their limits is over at once.
  const present = createVirtualClock({ start: until })
  let set: number | null = null
  const clock: Clock = { now: () => set ?? present.now(), wait: present.wait }
  return {
    social: await openSocial(database, { network: server, past: { clock, random } }),
    setTo(moment) {
      set = moment
    },
  }
}

/**
 * Does work in as many lanes as there are pasts, each in the order given. What has one key stays in one lane, so that
 * lanes do not wait for each other's rows.
 */
export async function inLanes<Item>(pasts: readonly Past[], { items, keyOf, work }: LaneWork<Item>): Promise<void> {
  const lanes = new Map<string, number>()
  for (const item of items) {
    const key = keyOf(item)
    if (!lanes.has(key)) lanes.set(key, lanes.size % pasts.length)
  }
  await Promise.all(
    pasts.map(async (past, lane) => {
      for (const item of items) if (lanes.get(keyOf(item)) === lane) await work(past, item)
    }),
  )
}

export interface LaneWork<Item> {
  readonly items: readonly Item[]
  readonly keyOf: (item: Item) => string
  readonly work: (past: Past, item: Item) => Promise<void>
}
