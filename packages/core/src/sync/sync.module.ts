import { defineModule } from '../operation/index.js'
import { checkpoint } from './checkpoint.js'
import { lease } from './lease.js'
import { quarantine } from './quarantine.js'
import { createSyncOperations } from './sync.operations.js'
import { parseSyncOptions, type SyncOptions } from './sync-settings.js'

/** Brings what people publish elsewhere here. */
export function createSyncModule(options?: SyncOptions) {
  return defineModule({
    name: 'sync',
    collections: [checkpoint, lease, quarantine],
    operations: createSyncOperations(parseSyncOptions(options)),
  })
}
