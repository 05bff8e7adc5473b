import { SociusError } from '../../kernel/index.js'
import type { Store } from '../../store/index.js'
import { lease } from '../lease.js'

/** A lease as its holder sees it. */
export interface Lease {
  readonly id: string
  readonly holder: string
}

/** Nobody keeps a lease for longer: one that ends later was taken by a clock that was wrong. */
const longestLease = 24 * 3_600_000

/** Takes the lease if nobody has it, or whoever had it let it expire. One statement decides, so two cannot both have it. */
export async function acquireLease(
  store: Store,
  wanted: Lease,
  times: { now: number; duration: number },
): Promise<boolean> {
  const expiresAt = times.now + times.duration
  const made = await store.insert(lease, [{ ...wanted, expiresAt }])
  if (made.length === 1) return true
  const { id, holder } = wanted
  const free = [{ expiresAt: { lte: times.now } }, { expiresAt: { gt: expiresAt + longestLease } }]
  const taken = await store.update(lease, { where: { id, or: free }, set: { holder, expiresAt } })
  return taken === 1
}

/**
 * Prolongs the lease within the transaction that it protects: whoever lost it writes nothing.
 * @throws `busy` when somebody else has it by now.
 */
export async function holdLease(store: Store, held: Lease, times: { now: number; duration: number }): Promise<void> {
  const { id, holder } = held
  const kept = await store.update(lease, { where: { id, holder }, set: { expiresAt: times.now + times.duration } })
  if (kept !== 1) throw new SociusError('busy', 'Another worker has taken this over.', { retryable: true })
}

/** Gives the lease back, if it is still held. */
export async function releaseLease(store: Store, held: Lease): Promise<void> {
  await store.remove(lease, { where: { id: held.id, holder: held.holder }, limit: 1 })
}
