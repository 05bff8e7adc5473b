import * as z from 'zod/mini'
import { once, SociusError } from '../kernel/index.js'
import { defineQuery, defineTask, pageInput, pageOf, privileged } from '../operation/index.js'
import { integer, reference, text } from '../store/index.js'
import type { LoadMerging } from './load-merging.js'
import { merge } from './merge.js'

const twoPeople = once(() =>
  z
    .strictObject({ fromId: reference(), intoId: reference() })
    .check(z.refine(({ fromId, intoId }) => fromId !== intoId, 'nobody is merged into themselves')),
)

const oneMerge = once(() => z.strictObject({ mergeId: reference() }))

/** The operations that make one person of two. */
export function createMergeOperations(loadMerging: LoadMerging) {
  const mergePeople = defineTask({
    name: 'people.merge',
    summary: 'Makes one person of two: all that is the first one’s becomes the other’s. Called again it goes on.',
    input: twoPeople,
    output: merge.schema,
    access: privileged,
    async run(context, people) {
      const merging = await loadMerging()
      return merging.merge(context, people)
    },
  })

  const unmergePeople = defineTask({
    name: 'people.unmerge',
    summary: 'Undoes a merge: each has again what was theirs. Called again it goes on.',
    input: oneMerge,
    output: merge.schema,
    access: privileged,
    async run(context, { mergeId }) {
      const merging = await loadMerging()
      return merging.unmerge(context, mergeId)
    },
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
    async run(context, people) {
      const merging = await loadMerging()
      return merging.preview(context, people)
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
      if (row.state !== 'merged') return { undoneFirst: [] }
      const merging = await loadMerging()
      return { undoneFirst: [...(await merging.undoneFirst(store, row))] }
    },
  })

  return { merge: mergePeople, unmerge: unmergePeople, merges, previewMerge, previewUnmerge }
}
