import type { CommandContext, MergedPeople } from '../../operation/index.js'
import { person } from '../../person/index.js'
import { maxRows } from '../../store/index.js'
import { type Identity, identity } from '../identity.js'
import { type Merge, merge, mergeTurn, nameOf, theTurn } from '../merge.js'
import { personMerged, personUnmerged } from '../people.events.js'
import { takeNotes, writeNotes } from './merge-journal.js'
import { mergePiece } from './merge-piece.js'
import type { MovingReference } from './moving-reference.js'

/**
 * Does the next piece of the merge, or of its undoing, that is under way. May be called by whoever comes by, any number of
 * times: each piece is one transaction, and who comes second goes on where the first has got to.
 * @returns Whether something is left to do.
 */
export async function advanceMerge(
  context: CommandContext,
  references: readonly MovingReference[],
  mergeId: string,
): Promise<boolean> {
  const { store } = context
  // Holds the turn: of two who do the same piece the second sees what the first has done.
  const held = await store.update(mergeTurn, { where: { id: theTurn, mergeId }, set: { mergeId } })
  const [row] = await store.get(merge, [mergeId])
  if (held !== 1 || !row) return false
  await holdBoth(context, row)
  return row.state === 'merging' ? movePiece(context, references, row) : returnPiece(context, references, row)
}

/** Nothing is written in the name of either until the transaction ends. */
export async function holdBoth({ store }: CommandContext, { fromId, intoId }: MergedPeople): Promise<void> {
  const ids = [fromId, intoId].toSorted()
  await store.update(person, { where: { id: { in: ids } }, add: { createdAt: 0 } })
}

/** Moves rows of `from` until the piece is full, and concludes the merge when there are none. */
export async function movePiece(
  context: CommandContext,
  references: readonly MovingReference[],
  row: Merge,
): Promise<boolean> {
  let { notes } = row
  let left = mergePiece
  for (const reference of remaining(references, row.at)) {
    const { atOnce } = reference
    const name = nameOf(reference)
    for (let isLast = false; !isLast; ) {
      if (left <= 0 && !atOnce) {
        await context.store.update(merge, { where: { id: row.id }, set: { at: name, notes } })
        return true
      }
      const taken = await reference.take(context, row, atOnce ? maxRows : left)
      notes = await writeNotes(context, { id: row.id, notes }, name, taken.notes)
      left -= rowsIn(taken.notes.map(({ note }) => note))
      isLast = taken.isLast
    }
  }
  const mergedAt = context.clock.now()
  await endTurn(context, row, { state: 'merged', at: null, notes, mergedAt })
  const { id: mergeId, fromId, intoId } = row
  context.emit(personMerged, { subject: intoId, payload: { mergeId, fromId, intoId } })
  return false
}

/** Moves rows back until the piece is full, and concludes the undoing when the journal is empty. */
export async function returnPiece(
  context: CommandContext,
  references: readonly MovingReference[],
  row: Merge,
): Promise<boolean> {
  let left = mergePiece
  for (const reference of remaining(references, row.at)) {
    const name = nameOf(reference)
    const isFull = () => left <= 0 && !reference.atOnce
    for (let isLast = false; !isLast; ) {
      if (isFull()) return pause(context, row, name)
      const taken = await takeNotes(context, row.id, name, reference.notesAtOnce)
      if (taken.notes.length > 0) await reference.giveBack(context, row, taken.notes)
      left -= rowsIn(taken.notes)
      isLast = taken.isLast
    }
    for (let isLast = reference.giveAfter === undefined; !isLast; ) {
      if (isFull()) return pause(context, row, name)
      const identities = await identitiesOf(context, row.fromId)
      isLast = (await reference.giveAfter?.(context, row, identities, mergePiece)) ?? true
      if (!isLast) left -= mergePiece
    }
  }
  const unmergedAt = context.clock.now()
  await endTurn(context, row, { state: 'unmerged', at: null, unmergedAt })
  const { id: mergeId, fromId, intoId } = row
  context.emit(personUnmerged, { subject: intoId, payload: { mergeId, fromId, intoId } })
  return false
}

async function pause({ store }: CommandContext, { id }: Merge, at: string): Promise<true> {
  await store.update(merge, { where: { id }, set: { at } })
  return true
}

/** A handful, never a list that grows. */
async function identitiesOf({ store }: CommandContext, personId: string): Promise<readonly Identity[]> {
  const { items } = await store.query(identity, { where: { personId }, limit: maxRows })
  return items
}

/** How many rows notes stand for: one that lists ids stands for all of them. */
function rowsIn(notes: readonly unknown[]): number {
  return notes.reduce<number>((sum, note) => sum + (Array.isArray(note) ? note.length : 1), 0)
}

/** From the reference that is under way on; from the first, if that one is not there any more. */
function remaining(references: readonly MovingReference[], at: string | null): readonly MovingReference[] {
  const place = references.findIndex((reference) => nameOf(reference) === at)
  return references.slice(Math.max(place, 0))
}

async function endTurn({ store }: CommandContext, { id }: Merge, set: Partial<Omit<Merge, 'id'>>): Promise<void> {
  await store.update(merge, { where: { id }, set })
  await store.remove(mergeTurn, { where: { id: theTurn, mergeId: id }, limit: 1 })
}
