export { actsFor, anybody, privileged, thePersonConcerned } from './access.js'
export type { CommandContext, QueryContext, ReadStore, TaskContext } from './context.js'
export {
  type CallOptions,
  defineModule,
  type Module,
  type OperationCall,
  type Service,
} from './module.js'
export {
  defineCommand,
  defineQuery,
  defineTask,
  type Operation,
} from './operation.js'
export { pageInput, pageOf } from './page-schema.js'
export { definePersonField } from './person-field.js'
export { definePersonKey } from './person-key.js'
export type { PersonFieldOptions, PersonKeyOptions } from './person-options.js'
export type { MergedPeople, MergeNote, PersonReference, PersonSteps, PlatformIdentity } from './person-reference.js'
export { defineReaction, type Reaction } from './reaction.js'
export { replaceRows } from './replace-rows.js'
export { checkActor, isActor, type Runtime, runInTransaction, runOperation } from './runtime.js'
export { sameRow } from './same-row.js'
