import { SociusError } from '../../kernel/index.js'
import type { CommandContext } from '../../operation/index.js'
import { mergedAway, type Person, person } from '../../person/index.js'
import { type Merge, merge, mergeTurn, theTurn } from '../merge.js'
import { mergeContinued } from '../people.events.js'
import { personNotFound } from '../read-person.js'
import { writeFindable } from '../write-findable.js'
import { holdBoth, movePiece, returnPiece } from './advance-merge.js'
import { emptyPersonAgain, fillPerson } from './fill-person.js'
import type { MovingReference } from './moving-reference.js'
import { undoneFirst } from './undone-first.js'

/** What came of an attempt to begin: the merge and whether something of it is left to do, or the one that is before it. */
export type Begun = { readonly id: string; readonly isOpen: boolean } | { readonly waitsFor: string }

/**
 * Begins to merge one person into another, and does what one transaction can. From its commit on nothing is written in the
 * name of `from`.
 * @throws `not_found`, and `conflict` when one of the two was merged into somebody else.
 */
export async function beginMerge(
  context: CommandContext,
  references: readonly MovingReference[],
  people: { readonly fromId: string; readonly intoId: string },
): Promise<Begun> {
  const { store, clock, actor } = context
  const { fromId, intoId } = people
  const id = context.newId()
  const waitsFor = await takeTurn(context, id)
  if (waitsFor !== null) return { waitsFor }
  await holdBoth(context, people)
  const [from, into] = await readBoth(context, people)
  if (into.mergedInto !== null) throw mergedAway(intoId, into.mergedInto)
  if (from.mergedInto === intoId) return repeated(context, people, id)
  if (from.mergedInto !== null) throw mergedAway(fromId, from.mergedInto)
  const now = clock.now()
  const { person: whole, filled, visibilityBefore } = fillPerson(into, from, now)
  const row: Merge = {
    id,
    seq: 0,
    fromId,
    intoId,
    state: 'merging',
    at: null,
    notes: 0,
    filled: [...filled],
    visibilityBefore,
    updatedAtBefore: into.updatedAt,
    startedAt: now,
    startedBy: actor.id,
    mergedAt: null,
    unmergedAt: null,
    unmergedBy: null,
  }
  await store.insert(merge, [row])
  await savePeople(context, [{ ...from, mergedInto: intoId }, whole])
  return goOn(context, id, await movePiece(context, references, row))
}

/**
 * Begins to undo a merge, and does what one transaction can.
 * @throws `not_found`, and `conflict` when a later merge has to be undone first; `details.mergeIds` names such.
 */
export async function beginUnmerge(
  context: CommandContext,
  references: readonly MovingReference[],
  mergeId: string,
): Promise<Begun> {
  const { store, clock, actor } = context
  const [known] = await store.get(merge, [mergeId])
  if (!known) throw new SociusError('not_found', 'There is no such merge.', { details: { mergeId } })
  const waitsFor = await takeTurn(context, mergeId)
  if (waitsFor !== null) return { waitsFor }
  await holdBoth(context, known)
  const [row] = await store.get(merge, [mergeId])
  if (row?.state !== 'merged') {
    await leaveTurn(context, mergeId)
    return { id: mergeId, isOpen: false }
  }
  const mergeIds = await undoneFirst(store, row)
  if (mergeIds.length > 0) {
    throw new SociusError('conflict', 'A later merge rests on this one and has to be undone first.', {
      details: { mergeId, mergeIds },
    })
  }
  const [from, into] = await readBoth(context, row)
  const parted = emptyPersonAgain(into, from, { ...row, at: row.startedAt }, clock.now())
  await savePeople(context, [{ ...from, mergedInto: null }, parted])
  const begun: Merge = { ...row, state: 'unmerging', at: null, unmergedBy: actor.id }
  await store.update(merge, { where: { id: mergeId }, set: { state: begun.state, unmergedBy: actor.id } })
  return goOn(context, mergeId, await returnPiece(context, references, begun))
}

/** Takes the turn unless another merge has it; returns which one. */
async function takeTurn({ store }: CommandContext, mergeId: string): Promise<string | null> {
  const made = await store.insert(mergeTurn, [{ id: theTurn, mergeId }])
  if (made.length === 1) return null
  const [other] = await store.get(mergeTurn, [theTurn])
  if (other) return other.mergeId
  throw new SociusError('store_conflict', 'The merge before this one has just ended.', { retryable: true })
}

async function leaveTurn({ store }: CommandContext, mergeId: string): Promise<void> {
  await store.remove(mergeTurn, { where: { id: theTurn, mergeId }, limit: 1 })
}

/** @throws `not_found` */
async function readBoth(
  { store }: CommandContext,
  { fromId, intoId }: { readonly fromId: string; readonly intoId: string },
): Promise<readonly [from: Person, into: Person]> {
  const [from, into] = await store.get(person, [fromId, intoId])
  if (!from) throw personNotFound(fromId)
  if (!into) throw personNotFound(intoId)
  return [from, into]
}

/** The merge that has done the same already. */
async function repeated(
  context: CommandContext,
  people: { fromId: string; intoId: string },
  id: string,
): Promise<Begun> {
  await leaveTurn(context, id)
  const { items } = await context.store.query(merge, {
    where: { ...people, state: 'merged' },
    orderBy: [['seq', 'desc']],
    limit: 1,
  })
  const [row] = items
  if (row) return { id: row.id, isOpen: false }
  throw mergedAway(people.fromId, people.intoId)
}

async function savePeople(context: CommandContext, rows: readonly Person[]): Promise<void> {
  await context.store.upsert(person, rows)
  await writeFindable(context, rows)
}

/** Whoever does not live to finish a merge leaves this event, which brings somebody who does. */
function goOn(context: CommandContext, mergeId: string, isOpen: boolean): Begun {
  if (isOpen) context.emit(mergeContinued, { subject: mergeId, payload: { mergeId } })
  return { id: mergeId, isOpen }
}
