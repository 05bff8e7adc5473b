import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createListPlatform, draftOf } from '../../test-support/list-provider.js'
import { readEverything } from '../../test-support/read-everything.js'
import { testServers } from '../../test-support/test-servers.js'
import { activity } from '../activities/activity.js'
import { activitySupplement } from '../activities/activity-supplement.js'
import { createSocius, type Socius, system } from '../index.js'
import type { StoreAdapter } from '../store.js'

const servers = testServers()

const consent = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }
const rounds = 12

// Stores in one process let writers take turns; servers let them meet.
describe.each(servers)('an archive on $name, while the person removes things', ({ isMissing, open }) => {
  let social: Socius
  let store: StoreAdapter
  const list = createListPlatform()

  beforeAll(async () => {
    if (isMissing) return
    store = open()
    social = await createSocius({ store, providers: [list.provider], dispatch: 'manual' })
  })
  afterAll(() => social?.close())

  it.skipIf(isMissing)('leaves nothing of what was removed, whoever came first', async () => {
    const ids = Array.from({ length: rounds }, (_, place) => `p${place}`)
    list.accounts.set(
      'ada',
      ids.map((id) => draftOf('ada', id)),
    )
    const account = await social.accounts.link(system, { personId: 'ada', platform: 'list', handle: 'ada', consent })
    await social.sync.run(system, {})
    const read = () => readEverything(store, [activity, activitySupplement])
    const rows = (await read())['activity'] ?? []
    expect(rows).toHaveLength(rounds)
    for (const [round, row] of rows.entries()) {
      // Each time it says something else, so that there is something to write.
      const drafts = rows.map(({ externalId }) => draftOf('ada', String(externalId), { title: `T${round}` }))
      await Promise.all([
        social.sync.importArchive(system, { accountId: account.id, drafts, exportedAt: round }),
        social.activities.remove(system, { activityId: String(row['id']) }),
      ])
      const stored = await read()
      const left = (stored['activity'] ?? []).filter(({ state }) => state === 'present')
      expect(left).toHaveLength(rounds - round - 1)
      expect(stored['activity_supplement']?.map(({ id }) => id).sort()).toEqual(left.map(({ id }) => id).sort())
    }
  })
})
