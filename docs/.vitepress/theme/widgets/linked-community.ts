import { createSocius, system } from '@socius/core'
import { createInProcessClient } from '@socius/core/client'
import { systemClock } from '@socius/core/provider'
import { memoryStore } from '@socius/storage-adapters/memory'
import { createElsewhereProvider } from './elsewhere.ts'
import { openElsewhere } from './elsewhere-posts.ts'

const hour = 3_600_000

const people = { ada: 'Ada Park', noor: 'Noor Haddad' }

type MemberId = keyof typeof people

const published: readonly { by: MemberId; hoursAgo: number; text: string }[] = [
  { by: 'noor', hoursAgo: 30, text: 'My notes on stratified samples are in the course folder.' },
  { by: 'ada', hoursAgo: 26, text: 'Who would like to compare answers to chapter 3 before Thursday?' },
  { by: 'noor', hoursAgo: 3, text: 'Thursday is moved to seven, since the room is not free before.' },
]

/**
 * A social system in this page that reads Elsewhere, which is in this page too.
 *
 * @param linked Who has which accounts there. They were read an hour ago.
 */
export async function openLinkedCommunity(linked: Readonly<Partial<Record<MemberId, readonly string[]>>>) {
  const elsewhere = openElsewhere()
  let ago = hour
  const social = await createSocius({
    store: memoryStore(),
    clock: { ...systemClock, now: () => Date.now() - ago },
    providers: [createElsewhereProvider(elsewhere)],
  })
  const as = (id: MemberId) => createInProcessClient(social, { id, tenant: 'default', roles: [] })

  for (const [personId, displayName] of Object.entries(people))
    await social.people.save(system, { personId, displayName })
  for (const { by, hoursAgo, text } of published) {
    await as(by).activities.publish({ personId: by, text, publishedAt: Date.now() - hoursAgo * hour })
  }
  for (const [personId, handles = []] of Object.entries(linked)) {
    for (const handle of handles) {
      const consent = { purposes: ['sync' as const, 'display' as const], text: 'example-1' }
      await social.accounts.link(system, { personId, platform: 'elsewhere', handle, consent })
    }
  }
  await social.sync.run(system, {})

  // From here on the reader looks: it is now, answers take their time, and one server has too many questions.
  ago = 0
  elsewhere.delay = 700
  elsewhere.busy.add('busy')
  social.start({ tick: 500 })
  return { as, elsewhere, close: () => social.close() }
}
