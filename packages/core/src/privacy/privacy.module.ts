import { defineModule } from '../operation/index.js'
import { eraseWithdrawn, erasureCompleted, erasureContinued } from './erase-withdrawn.reaction.js'

/** What people's rights do to the facts. */
export const privacy = defineModule({
  name: 'privacy',
  events: [erasureContinued, erasureCompleted],
  reactions: [eraseWithdrawn],
})
