import { defineModule } from '../operation/index.js'
import { feedOperations } from './feed.operations.js'

/** What people see. */
export const feed = defineModule({ name: 'feed', operations: feedOperations })
