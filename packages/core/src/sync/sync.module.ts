import { defineModule } from '../operation/index.js'
import { checkpoint } from './checkpoint.js'
import { gate } from './gate.js'
import { lease } from './lease.js'
import { quarantine } from './quarantine.js'
import { schedule } from './schedule.js'
import { keepSchedule } from './schedule.reaction.js'
import { syncFinished, syncProgressed } from './sync.events.js'
import { createSyncOperations } from './sync.operations.js'
import type { SyncSettings } from './sync-settings.js'

/** Brings what people publish elsewhere here. */
export function createSyncModule(settings: SyncSettings) {
  return defineModule({
    name: 'sync',
    collections: [checkpoint, schedule, gate, lease, quarantine],
    events: [syncProgressed, syncFinished],
    operations: createSyncOperations(settings),
    reactions: [keepSchedule],
  })
}
