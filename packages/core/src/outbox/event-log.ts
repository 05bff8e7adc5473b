import { createStore, type Store, type StoreAdapter } from '../store/index.js'
import { machineryTenant, type OutboxEntry, outbox, type Position, position } from './outbox.js'

/** The entries of the outbox as one log: numbered in batches, read in order, and cut off at its old end. */
export interface EventLog {
  /**
   * Numbers what has been committed since; returns whether there was anything. Any process may do it at any time: the
   * lock on the sequencer's row keeps batches in the order of their commits, without gaps.
   */
  number(): Promise<boolean>
  /**
   * The entries from a place on, that one included, in order. With `waiting`, entries that are not numbered yet come first.
   */
  read(from: { batch: number; seq: number }, options: { limit: number; waiting?: boolean }): Promise<EntryPage>
  /** The number of the last batch; and the first batch that is kept whole. */
  bounds(): Promise<{ last: number; oldest: number }>
  /** Removes the oldest entries: of batches below `below` those that were written before `before`, up to the first that was not. */
  prune(limits: { below: number; before: number }): Promise<void>
}

interface EntryPage {
  readonly entries: readonly OutboxEntry[]
  /** Whether there was nothing behind them. */
  readonly isLast: boolean
}

const inOrder = [
  ['batch', 'asc'],
  ['seq', 'asc'],
] as const

export function createEventLog(adapter: StoreAdapter): EventLog {
  const everyone = createStore(adapter, null)

  return {
    async number() {
      const waiting = await everyone.query(outbox, { where: { batch: null }, limit: 1 })
      if (waiting.items.length === 0) return false
      await adapter.transaction(async (inner) => {
        const own = createStore(inner, machineryTenant)
        await own.insert(position, [start('sequencer')])
        await own.update(position, { where: { id: 'sequencer' }, add: { batch: 1 } })
        const [counter] = await own.get(position, ['sequencer'])
        if (!counter) return
        const numbered = await createStore(inner, null).claim(outbox, {
          where: { batch: null },
          orderBy: [['seq', 'asc']],
          limit: 1000,
          set: { batch: counter.batch },
        })
        // Somebody else was faster. A number without entries would look like entries that have been removed.
        if (numbered.length === 0) await own.update(position, { where: { id: 'sequencer' }, add: { batch: -1 } })
      })
      return true
    },

    async read({ batch, seq }, { limit, waiting = false }) {
      const behind = { batch: { gte: batch }, or: [{ batch: { gt: batch } }, { seq: { gte: seq } }] }
      const page = await everyone.query(outbox, {
        branches: waiting ? [{ batch: null }, behind] : [behind],
        orderBy: inOrder,
        limit,
      })
      // A store across tenants leaves the tenant in its rows.
      return { entries: page.items as unknown as readonly OutboxEntry[], isLast: page.next === null }
    },

    async bounds() {
      const [sequencer, pruned] = await createStore(adapter, machineryTenant).get(position, ['sequencer', 'pruned'])
      return { last: sequencer?.batch ?? 0, oldest: pruned?.batch ?? 0 }
    },

    async prune({ below, before }) {
      const oldest = await firstEntry(everyone, { batch: { lt: below } })
      if (!oldest || oldest.at >= before) return
      const young = await firstEntry(everyone, { batch: { lt: below }, at: { gte: before } })
      const end = young?.batch ?? below
      await adapter.transaction(async (inner) => {
        const own = createStore(inner, machineryTenant)
        await own.insert(position, [start('pruned')])
        await own.update(position, { where: { id: 'pruned', batch: { lt: end } }, set: { batch: end } })
        await createStore(inner, null).remove(outbox, { where: { batch: { lt: end } }, limit: 1000 })
      })
    },
  }
}

async function firstEntry(everyone: Store, where: { batch: { lt: number }; at?: { gte: number } }) {
  const { items } = await everyone.query(outbox, { where, orderBy: inOrder, limit: 1 })
  return items[0]
}

/** Where a reaction or a counter begins. */
export function start(id: string): Position {
  return { id, batch: 0, seq: 0, failures: 0, lastError: null, retryAt: 0 }
}
