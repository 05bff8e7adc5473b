import { SociusError } from '../kernel/index.js'
import type { CommandContext } from '../operation/index.js'
import { holdPeople } from '../person/index.js'
import { type Tie, tie, tieIdOf } from './tie.js'

/** Both rows of a mutual tie, or a block and its shadow: written together, changed together. */
export interface Pair {
  readonly own: Tie
  readonly other: Tie
}

type Sides = readonly [own: Tie['kind'], other: Tie['kind']]

export const connectionSides: Sides = ['connection', 'connection']
export const blockSides: Sides = ['block', 'blocked']

/**
 * Writes both rows if neither is there; returns what is there now and whether it is new.
 * @throws `conflict` when one of the two was merged into somebody else.
 */
export async function insertPair(
  context: CommandContext,
  sides: Sides,
  people: { fromId: string; toId: string },
  status: Tie['status'],
): Promise<Pair & { isNew: boolean }> {
  const { tenant } = context.actor
  const { fromId, toId } = people
  await holdPeople(context, [fromId, toId].toSorted())
  const now = context.clock.now()
  const shared = { status, initiatedBy: fromId, requestedAt: now, updatedAt: now }
  const own: Tie = { ...shared, id: tieIdOf(tenant, sides[0], fromId, toId), kind: sides[0], fromId, toId }
  const other: Tie = {
    ...shared,
    id: tieIdOf(tenant, sides[1], toId, fromId),
    kind: sides[1],
    fromId: toId,
    toId: fromId,
  }
  const made = await context.store.insert(tie, [own, other])
  if (made.length === 2) return { own, other, isNew: true }
  return { ...(await readPair(context, sides, people)), isNew: false }
}

/** Both rows. @throws `not_found`, and `conflict` when one of the two was merged into somebody else. */
export async function requirePair(
  context: CommandContext,
  sides: Sides,
  people: { fromId: string; toId: string },
): Promise<Pair> {
  await holdPeople(context, [people.fromId, people.toId].toSorted())
  return readPair(context, sides, people)
}

async function readPair(
  context: CommandContext,
  sides: Sides,
  { fromId, toId }: { fromId: string; toId: string },
): Promise<Pair> {
  const { tenant } = context.actor
  const ids = [tieIdOf(tenant, sides[0], fromId, toId), tieIdOf(tenant, sides[1], toId, fromId)]
  const [own, other] = await context.store.get(tie, ids)
  if (own && other) return { own, other }
  throw new SociusError('not_found', 'There is no such tie.', { details: { fromId, toId } })
}

/**
 * Moves both rows on from the state they were read in.
 * @throws `store_conflict` (retryable) when somebody else moved them meanwhile.
 */
export async function changePair(
  context: CommandContext,
  pair: Pair,
  change: { status: Tie['status']; initiatedBy?: string },
): Promise<Pair> {
  const now = context.clock.now()
  const set = { ...change, updatedAt: now, ...(change.status === 'pending' ? { requestedAt: now } : {}) }
  const { own, other } = pair
  const where = { id: { in: [own.id, other.id] }, status: own.status, initiatedBy: own.initiatedBy }
  const moved = await context.store.update(tie, { where, set })
  if (moved !== 2) throw new SociusError('store_conflict', 'The tie changed meanwhile.', { retryable: true })
  return { own: { ...own, ...set }, other: { ...other, ...set } }
}
