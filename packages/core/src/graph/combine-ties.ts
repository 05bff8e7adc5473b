import type { MergedPeople } from '../operation/index.js'
import { sameRow } from '../operation/index.js'
import { type StandingKind, standingKinds, type Tie, tieIdOf } from './tie.js'

/** One person's ties to one other: at most one of each kind. */
export type TiesByKind = { readonly [Kind in StandingKind]: Tie | null }

/** What a merge did with one kind of tie: the one that moved, what stood in its new place, and what stands there since. */
interface MovedTie {
  readonly before: Tie | null
  readonly own: Tie | null
  readonly after: Tie | null
}

/** What a merge did with all ties to one other person. Kinds that it did not touch are not named. */
export interface MovedTies {
  readonly otherId: string
  readonly kinds: { readonly [Kind in StandingKind]?: MovedTie }
}

/** The kinds of which there may be one, from what weighs most: of two connections the one further on stays. */
const weight: readonly Tie['status'][] = ['active', 'accepted', 'pending', 'declined', 'withdrawn']

/**
 * What becomes of two people's ties to a third when they turn out to be one. Of two ties of a kind the weightier stays, of
 * equals the one that `into` has. A block ends the connection, as it does when it is made. What the two have with each other
 * ends.
 */
export function combineTies(
  tenant: string,
  { fromId, intoId }: MergedPeople,
  otherId: string,
  ties: { readonly moved: TiesByKind; readonly own: TiesByKind },
): MovedTies {
  const after = new Map<StandingKind, Tie | null>()
  for (const kind of standingKinds) {
    const { moved, own } = { moved: ties.moved[kind], own: ties.own[kind] }
    if (otherId === intoId || moved === null) after.set(kind, own)
    else if (own !== null && weight.indexOf(own.status) <= weight.indexOf(moved.status)) after.set(kind, own)
    else {
      const initiatedBy = moved.initiatedBy === fromId ? intoId : moved.initiatedBy
      after.set(kind, { ...moved, id: tieIdOf(tenant, kind, intoId, otherId), fromId: intoId, initiatedBy })
    }
  }
  const connection = after.get('connection') ?? null
  const block = activeBlock(after.get('block') ?? null, after.get('blocked') ?? null)
  if (connection !== null && isOpen(connection) && block !== null) {
    const { initiatedBy, updatedAt } = block
    after.set('connection', { ...connection, status: 'withdrawn', initiatedBy, updatedAt })
  }
  const kinds: { [Kind in StandingKind]?: MovedTie } = {}
  for (const kind of standingKinds) {
    const change = { before: ties.moved[kind], own: ties.own[kind], after: after.get(kind) ?? null }
    if (change.before !== null || !sameRow(change.own, change.after)) kinds[kind] = change
  }
  return { otherId, kinds }
}

/**
 * What both people's ties to a third are when a merge is undone. What has changed since then stays with `into`, and is not
 * given back besides; a connection does not open again over a block that was made since.
 */
export function partTies(moved: MovedTies, current: TiesByKind): { from: Partial<TiesByKind>; into: TiesByKind } {
  const from: { [Kind in StandingKind]?: Tie | null } = {}
  const into: { [Kind in StandingKind]: Tie | null } = { ...current }
  for (const kind of standingKinds) {
    const change = moved.kinds[kind]
    if (!change || !sameRow(current[kind], change.after)) continue
    into[kind] = change.own
    from[kind] = change.before
  }
  const isBarred = activeBlock(into.block, into.blocked) !== null
  if (into.connection !== null && isOpen(into.connection) && isBarred) into.connection = current.connection
  return { from, into }
}

/** Of two blocks, the one that was made first: it ended the connection. */
function activeBlock(block: Tie | null, blocked: Tie | null): Tie | null {
  const active = [block, blocked].filter((tie) => tie?.status === 'active').filter((tie) => tie !== null)
  return active.toSorted((one, other) => one.updatedAt - other.updatedAt)[0] ?? null
}

function isOpen({ status }: Tie): boolean {
  return status === 'accepted' || status === 'pending'
}

const mirrored = { connection: 'connection', block: 'blocked', blocked: 'block' } as const

/** The same tie from the other side. */
export function mirrorOf(tenant: string, tie: Tie): Tie {
  // A mute has no other side, and is not combined here.
  const kind = mirrored[tie.kind as StandingKind]
  return { ...tie, id: tieIdOf(tenant, kind, tie.toId, tie.fromId), kind, fromId: tie.toId, toId: tie.fromId }
}
