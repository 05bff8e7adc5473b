import { createSocius, system } from '@socius/core'
import { createInProcessClient } from '@socius/core/client'
import { memoryStore } from '@socius/storage-adapters/memory'

const people = { ada: 'Ada Park', noor: 'Noor Haddad', sam: 'Sam Okafor' }

export type MemberId = keyof typeof people

const published: readonly { by: MemberId; text: string; hashtags: string[] }[] = [
  { by: 'sam', text: 'The reading room is booked for Thursday evenings until March.', hashtags: ['dates'] },
  { by: 'noor', text: 'My notes on stratified samples are in the course folder.', hashtags: ['sampling'] },
  { by: 'ada', text: 'Who would like to compare answers to chapter 3 before Thursday?', hashtags: ['sampling'] },
  { by: 'sam', text: 'I wrote down how I found the bias in my own survey.', hashtags: ['surveys'] },
  { by: 'noor', text: 'Thursday is moved to seven, since the room is not free before.', hashtags: ['dates'] },
]

export type Community = Awaited<ReturnType<typeof openCommunity>>

/** A social system in this page: its rows are in memory, and nothing leaves the browser. */
export async function openCommunity() {
  const social = await createSocius({ store: memoryStore() })
  const as = (id: MemberId) => createInProcessClient(social, { id, tenant: 'default', roles: [] })

  for (const [personId, displayName] of Object.entries(people))
    await social.people.save(system, { personId, displayName })
  for (const { by, ...draft } of published) await as(by).activities.publish({ personId: by, ...draft })

  return { as, close: () => social.close() }
}
