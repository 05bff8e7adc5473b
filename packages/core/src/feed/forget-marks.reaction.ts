import * as z from 'zod/mini'
import { activityDeleted } from '../activities/index.js'
import { defineEvent } from '../kernel/index.js'
import { defineReaction } from '../operation/index.js'
import { maxRows, text } from '../store/index.js'
import { hidden } from './hidden.js'
import { seen } from './seen.js'

/** More marks of activities that are gone are still there. */
export const marksRemovalContinued = defineEvent('marks-removal.continued', 1, () =>
  z.object({ activityIds: z.array(text()) }),
)

/** Removes what people have marked of activities that are gone: a piece at a time, each announcing the next. */
export const forgetMarks = defineReaction({
  name: 'feed.forget-marks',
  on: [activityDeleted, marksRemovalContinued],
  async runAll(events, { emit, store }) {
    const gone = events.flatMap(({ payload }) =>
      'activityIds' in payload ? payload.activityIds : [payload.activityId],
    )
    const activityIds = [...new Set(gone)]
    const some = { where: { activityId: { in: activityIds } }, limit: maxRows }
    const removed = [await store.remove(hidden, some), await store.remove(seen, some)]
    if (!removed.includes(maxRows)) return
    emit(marksRemovalContinued, { subject: activityIds[0] ?? '', payload: { activityIds } })
  },
})
