import { defineReaction, type PersonReference } from '../operation/index.js'
import { advanceMerge } from './advance-merge.js'
import { mergeContinued } from './people.events.js'

/** Goes on with a merge, or its undoing, that was begun: whoever began it may be gone. */
export function createFinishMerge(references: readonly PersonReference[]) {
  return defineReaction({
    name: 'people.finish-merge',
    on: [mergeContinued],
    async run({ payload }, context) {
      const isOpen = await advanceMerge(context, references, payload.mergeId)
      if (isOpen) context.emit(mergeContinued, { subject: payload.mergeId, payload })
    },
  })
}
