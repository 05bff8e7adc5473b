import * as z from 'zod/mini'
import { once, SociusError, throwIfAborted } from '../kernel/index.js'
import {
  type CommandContext,
  defineQuery,
  defineTask,
  type PersonReference,
  pageInput,
  pageOf,
  privileged,
  type TaskContext,
} from '../operation/index.js'
import { integer, reference, text } from '../store/index.js'
import { advanceMerge } from './advance-merge.js'
import { type Begun, beginMerge, beginUnmerge } from './begin-merge.js'
import { fillPerson } from './fill-person.js'
import { type Merge, merge } from './merge.js'
import { requirePerson } from './read-person.js'
import { undoneFirst } from './undone-first.js'

const twoPeople = once(() =>
  z
    .strictObject({ fromId: reference(), intoId: reference() })
    .check(z.refine(({ fromId, intoId }) => fromId !== intoId, 'nobody is merged into themselves')),
)

const oneMerge = once(() => z.strictObject({ mergeId: reference() }))

/** The operations that make one person of two, with how the rows of all modules follow. */
export function createMergeOperations(references: readonly PersonReference[]) {
  const mergePeople = defineTask({
    name: 'people.merge',
    summary: 'Makes one person of two: all that is the first one’s becomes the other’s. Called again it goes on.',
    input: twoPeople,
    output: merge.schema,
    access: privileged,
    run: (context, people) => carryOut(context, references, (inner) => beginMerge(inner, references, people)),
  })

  const unmergePeople = defineTask({
    name: 'people.unmerge',
    summary: 'Undoes a merge: each has again what was theirs. Called again it goes on.',
    input: oneMerge,
    output: merge.schema,
    access: privileged,
    run: (context, { mergeId }) => carryOut(context, references, (inner) => beginUnmerge(inner, references, mergeId)),
  })

  const merges = defineQuery({
    name: 'people.merges',
    summary: 'Merges, of everybody or of one person, the latest first; those that were undone included.',
    input: () => pageInput({ personId: z.optional(reference()) }),
    output: () => pageOf(merge.schema),
    access: privileged,
    run: ({ store }, { personId, limit, cursor }) =>
      store.query(merge, {
        ...(personId === undefined ? {} : { branches: [{ fromId: personId }, { intoId: personId }] }),
        orderBy: [['seq', 'desc']],
        limit,
        cursor,
      }),
  })

  const previewMerge = defineQuery({
    name: 'people.previewMerge',
    summary: 'What a merge would move, and which fields it would fill. Changes nothing.',
    input: twoPeople,
    output: () =>
      z.object({
        filled: z.array(text()),
        /** How many rows of each collection would change hands. */
        rows: z.record(z.string(), integer()),
      }),
    access: privileged,
    async run({ store, clock }, { fromId, intoId }) {
      const [from, into] = [await requirePerson(store, fromId), await requirePerson(store, intoId)]
      const counts: Record<string, number> = {}
      for (const { collection, count } of references) {
        const rows = await count(store, from.id)
        if (rows > 0) counts[collection.name] = (counts[collection.name] ?? 0) + rows
      }
      return { filled: [...fillPerson(into, from, clock.now()).filled], rows: counts }
    },
  })

  const previewUnmerge = defineQuery({
    name: 'people.previewUnmerge',
    summary: 'Whether a merge can be undone, and which later ones have to be undone before it. Changes nothing.',
    input: oneMerge,
    output: () => z.object({ undoneFirst: z.array(text()) }),
    access: privileged,
    async run({ store }, { mergeId }) {
      const [row] = await store.get(merge, [mergeId])
      if (!row) throw new SociusError('not_found', 'There is no such merge.', { details: { mergeId } })
      return { undoneFirst: row.state === 'merged' ? [...(await undoneFirst(store, row))] : [] }
    },
  })

  return { merge: mergePeople, unmerge: unmergePeople, merges, previewMerge, previewUnmerge }
}

/** Begins, then does piece by piece what is left, after finishing whatever has the turn before. */
async function carryOut(
  context: TaskContext,
  references: readonly PersonReference[],
  begin: (inner: CommandContext) => Promise<Begun>,
): Promise<Merge> {
  for (;;) {
    const begun = await context.transaction(begin)
    if ('waitsFor' in begun) {
      await finish(context, references, begun.waitsFor)
      continue
    }
    if (begun.isOpen) await finish(context, references, begun.id)
    const [row] = await context.store.get(merge, [begun.id])
    if (row) return row
    throw new SociusError('internal', 'A merge is gone that was just made.', { details: { mergeId: begun.id } })
  }
}

async function finish(context: TaskContext, references: readonly PersonReference[], mergeId: string): Promise<void> {
  for (let more = true; more; ) {
    throwIfAborted(context.signal)
    more = await context.transaction((inner) => advanceMerge(inner, references, mergeId))
  }
}
