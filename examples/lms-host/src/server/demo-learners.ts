import type { NetworkServer } from '@socius/testkit/network'
import { type PlatformAccount, people } from './seed/people.ts'

/** One password for everybody who is made up: the log-in page says it. */
export const demoPassword = 'learn together'

/** Who to log in as, to see what. */
export const demoLearners = [
  { name: 'Maya Lindqvist', email: 'maya-lindqvist@lms.test', is: 'A learner who has linked nothing yet' },
  { name: 'Kofi Mensah', email: 'kofi-mensah@lms.test', is: 'A learner whose posts are read from Bluesky' },
  { name: 'Ingrid Solberg', email: 'ingrid-solberg@lms.test', is: 'The manager of the programme' },
].map((learner) => ({ ...learner, password: demoPassword }))

/** Where somebody who is made up publishes: on platforms that are made up too, so that nobody could know it. */
export function demoAccountsOf(learnerId: string, { urlOf }: NetworkServer): PlatformAccount[] {
  const accounts = people.find(({ id }) => id === learnerId)?.accounts ?? []
  return accounts.map(({ platform, handle }) => ({ platform, handle: platform === 'rss' ? urlOf(handle) : handle }))
}
