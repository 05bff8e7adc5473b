import { defineReaction } from '../operation/index.js'
import type { LoadMerging } from './load-merging.js'
import { mergeContinued } from './people.events.js'

/** Goes on with a merge, or its undoing, that was begun: whoever began it may be gone. */
export function createFinishMerge(loadMerging: LoadMerging) {
  return defineReaction({
    name: 'people.finish-merge',
    on: [mergeContinued],
    async run({ payload }, context) {
      const merging = await loadMerging()
      const isOpen = await merging.advance(context, payload.mergeId)
      if (isOpen) context.emit(mergeContinued, { subject: payload.mergeId, payload })
    },
  })
}
