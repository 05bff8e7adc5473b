import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actorOf } from '../../test-support/create-test-social.js'
import { testServers } from '../../test-support/test-servers.js'
import { createSocius, type Socius, system } from '../index.js'

const servers = testServers()

describe.each(servers)('a search on $name, by somebody with many connections', ({ isMissing, open }) => {
  let social: Socius
  const viewer = actorOf('viewer')
  const ids = Array.from({ length: 30 }, (_, place) => `p${String(place).padStart(2, '0')}`)

  beforeAll(async () => {
    if (isMissing) return
    social = await createSocius({ store: open(), dispatch: 'manual' })
    for (const [place, personId] of ids.entries()) {
      const audience = (['public', 'connections', 'private'] as const)[place % 3] ?? 'public'
      const visibility = { bio: audience, skills: audience, company: 'connections' as const }
      const fields = { bio: 'weaver of words', skills: ['Chess'], company: 'Loom', visibility }
      await social.people.save(system, { personId, ...fields })
      await social.activities.publish(system, { personId, text: 'weaver of words', audience: 'connections' })
      if (place >= 25) continue
      await social.connections.request(system, { personId, otherId: 'viewer' })
      await social.connections.accept(viewer, { personId: 'viewer', otherId: personId })
    }
  })
  afterAll(() => social?.close())

  it.skipIf(isMissing)('finds what each of them shows', async () => {
    const visible = ids.filter((_, place) => place % 3 === 0 || (place % 3 === 1 && place < 25))
    const wanted = [{ text: 'weaver' }, { skill: 'chess' }, { text: 'weaver words', skill: 'chess' }]
    for (const each of wanted) {
      const { items } = await social.people.search(viewer, { ...each, limit: 50 })
      expect(items.map(({ id }) => id).toSorted()).toEqual(visible)
    }
    const { items } = await social.people.search(viewer, { skill: 'chess', company: 'loom', limit: 50 })
    expect(items.map(({ id }) => id).toSorted()).toEqual(visible.filter((id) => Number(id.slice(1)) < 25))
  })

  it.skipIf(isMissing)('finds what they publish for connections', async () => {
    const { items } = await social.feed.search(viewer, { text: 'weaver', limit: 50 })
    expect(items.map(({ activity }) => activity.personId).toSorted()).toEqual(ids.slice(0, 25))
  })
})
