import { SociusError, throwIfAborted } from '../../kernel/index.js'
import type { CommandContext, MergedPeople, QueryContext, ReadStore, TaskContext } from '../../operation/index.js'
import { type Merge, merge } from '../merge.js'
import { requirePerson } from '../read-person.js'
import { advanceMerge } from './advance-merge.js'
import { type Begun, beginMerge, beginUnmerge } from './begin-merge.js'
import { fillPerson } from './fill-person.js'
import type { MovingReference } from './moving-reference.js'
import { undoneFirst } from './undone-first.js'

/** Makes one person of two, and two of one again. */
export interface Merging {
  /** @throws `not_found`, and `conflict` when one of the two was merged into somebody else. */
  merge(context: TaskContext, people: MergedPeople): Promise<Merge>
  /** @throws `not_found`, and `conflict` when a later merge has to be undone first. */
  unmerge(context: TaskContext, mergeId: string): Promise<Merge>
  /** Does the next piece of what is under way; returns whether something is left. */
  advance(context: CommandContext, mergeId: string): Promise<boolean>
  /**
   * The fields that a merge would fill, and how many rows of each collection would change hands.
   * @throws `not_found`
   */
  preview(context: QueryContext, people: MergedPeople): Promise<{ filled: string[]; rows: Record<string, number> }>
  /** The merges that have to be undone before this one. */
  undoneFirst(store: ReadStore, row: Merge): Promise<readonly string[]>
}

/** @param references How the rows of all modules follow; what changes hands at once comes first. */
export function createMerging(references: readonly MovingReference[]): Merging {
  /** Begins, then does piece by piece what is left, after finishing whatever has the turn before. */
  async function carryOut(context: TaskContext, begin: (inner: CommandContext) => Promise<Begun>): Promise<Merge> {
    for (;;) {
      const begun = await context.transaction(begin)
      if ('waitsFor' in begun) {
        await finish(context, begun.waitsFor)
        continue
      }
      if (begun.isOpen) await finish(context, begun.id)
      const [row] = await context.store.get(merge, [begun.id])
      if (row) return row
      throw new SociusError('internal', 'A merge is gone that was just made.', { details: { mergeId: begun.id } })
    }
  }

  async function finish(context: TaskContext, mergeId: string): Promise<void> {
    for (let more = true; more; ) {
      throwIfAborted(context.signal)
      more = await context.transaction((inner) => advanceMerge(inner, references, mergeId))
    }
  }

  return {
    merge: (context, people) => carryOut(context, (inner) => beginMerge(inner, references, people)),
    unmerge: (context, mergeId) => carryOut(context, (inner) => beginUnmerge(inner, references, mergeId)),
    advance: (context, mergeId) => advanceMerge(context, references, mergeId),
    async preview({ store, clock }, { fromId, intoId }) {
      const [from, into] = [await requirePerson(store, fromId), await requirePerson(store, intoId)]
      const rows: Record<string, number> = {}
      for (const { collection, count } of references) {
        const counted = await count(store, from.id)
        if (counted > 0) rows[collection.name] = (rows[collection.name] ?? 0) + counted
      }
      return { filled: [...fillPerson(into, from, clock.now()).filled], rows }
    },
    undoneFirst,
  }
}
