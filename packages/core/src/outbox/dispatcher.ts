import { type Clock, isSociusError, type Logger, type SociusEvent } from '../kernel/index.js'
import { createStore, type Store, type StoreAdapter } from '../store/index.js'
import { unpack } from './announce.js'
import { createEventLog, start } from './event-log.js'
import { machineryTenant, type OutboxEntry, type Position, position } from './outbox.js'

/** What a dispatcher needs to know of a reaction. */
export interface Listener {
  /** Unique and lasting: the reaction's position is kept under it. */
  readonly name: string
  readonly hears: ReadonlySet<string>
  /**
   * Takes the events of one entry, in the transaction that moves the position: what it writes to the store is written
   * exactly once. Gives back what it announced in turn.
   */
  deliver(events: readonly SociusEvent[], adapter: StoreAdapter): Promise<readonly SociusEvent[]>
}

export interface DispatcherOptions {
  adapter: StoreAdapter
  clock: Clock
  logger: Logger
  listeners: readonly Listener[]
  /** Milliseconds that an entry is kept after everybody has read it. */
  retention: number
  /** Called after each commit with what the reactions announced in it. */
  committed(events: readonly SociusEvent[]): void
}

/** Hands outbox entries to reactions: at least once, in order per subject, each reaction at its own pace. */
export interface Dispatcher {
  /** Delivers all that is due, until nothing is left or every reaction that has something left waits for its retry. */
  drain(): Promise<void>
  /** How far each reaction has come. */
  positions(): Promise<readonly Position[]>
}

const entriesPerRead = 100
const longestWait = 10 * 60_000

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { adapter, clock, listeners, logger, retention } = options
  const log = createEventLog(adapter)
  const names = listeners.map((listener) => listener.name)

  function machinery(inner: StoreAdapter): Store {
    return createStore(inner, machineryTenant)
  }

  async function positionOf(own: Store, name: string): Promise<Position> {
    const [stored] = await own.get(position, [name])
    if (stored) return stored
    await own.insert(position, [start(name)])
    return start(name)
  }

  /** Moves the position if nobody else has: of two workers one delivers and the other stops. */
  async function advance(own: Store, from: Position, entry: OutboxEntry): Promise<boolean> {
    const moved = await own.update(position, {
      where: { id: from.id, batch: from.batch, seq: from.seq },
      set: { batch: entry.batch ?? from.batch, seq: entry.seq, failures: 0, lastError: null, retryAt: 0 },
    })
    return moved === 1
  }

  /** Delivers one read's worth; returns how many entries the reaction has passed. */
  async function deliverSome(listener: Listener): Promise<number> {
    const own = machinery(adapter)
    let from = await positionOf(own, listener.name)
    if (from.retryAt > clock.now()) return 0
    const { entries } = await log.read({ batch: from.batch, seq: from.seq + 1 }, { limit: entriesPerRead })
    let unheard: OutboxEntry | null = null
    for (const [place, entry] of entries.entries()) {
      const heard = unpack(entry).filter((event) => listener.hears.has(event.name))
      if (heard.length === 0) {
        unheard = entry
        continue
      }
      if (!(await deliverEntry(listener, own, from, entry, heard))) return place
      from = at(from, entry)
      unheard = null
    }
    if (unheard) await advance(own, from, unheard)
    return entries.length
  }

  async function deliverEntry(
    listener: Listener,
    own: Store,
    from: Position,
    entry: OutboxEntry,
    heard: readonly SociusEvent[],
  ): Promise<boolean> {
    let announced: readonly SociusEvent[] = []
    try {
      const moved = await adapter.transaction(async (inner) => {
        if (!(await advance(machinery(inner), from, entry))) return false
        announced = await listener.deliver(heard, inner)
        return true
      })
      if (moved) options.committed(announced)
      return moved
    } catch (error) {
      await recordFailure(own, from, error)
      return false
    }
  }

  async function recordFailure(own: Store, from: Position, error: unknown): Promise<void> {
    const failures = from.failures + 1
    const wait = Math.min(longestWait, 1000 * 2 ** Math.min(failures - 1, 20))
    const lastError = isSociusError(error) ? error.code : 'internal'
    logger.error('A reaction failed; its entry is delivered again later.', {
      reaction: from.id,
      failures,
      wait,
      code: lastError,
    })
    await own.update(position, {
      where: { id: from.id, batch: from.batch, seq: from.seq },
      set: { failures, lastError, retryAt: clock.now() + wait },
    })
  }

  /** Removes entries that every reaction has read and that are past their retention. */
  async function prune(): Promise<void> {
    const stored = await machinery(adapter).get(position, names)
    const passed = stored.map((row) => row?.batch ?? 0)
    const below = names.length === 0 ? (await log.bounds()).last + 1 : Math.min(...passed)
    await log.prune({ below, before: clock.now() - retention })
  }

  return {
    async drain() {
      for (let going = true; going; ) {
        const fresh = await log.number()
        const passed = await Promise.all(listeners.map(deliverSome))
        going = fresh || passed.some((count) => count > 0)
      }
      await prune()
    },
    positions: async () => {
      const stored = await machinery(adapter).get(position, names)
      return stored.filter((row) => row !== null)
    },
  }
}

function at(from: Position, entry: OutboxEntry): Position {
  return { ...from, batch: entry.batch ?? from.batch, seq: entry.seq }
}
