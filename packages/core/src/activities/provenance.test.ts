import { describe, expect, it } from 'vitest'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { createListPlatform, draftOf } from '../../test-support/list-provider.js'
import { system } from '../index.js'
import type { ActivityDraft } from '../provider.js'

const hour = 3_600_000
const consent = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }
const ada = actorOf('ada')
const taken = 1_790_000_000_000

describe.each(testStores)('the provenance of an activity (%s)', (_, open) => {
  async function setUp() {
    const list = createListPlatform()
    list.accounts.set('ada', [])
    const made = await createTestSocial({ providers: [list.provider], store: open() })
    const { social } = made
    const account = await social.accounts.link(system, { personId: 'ada', platform: 'list', handle: 'ada', consent })
    const live = async (...drafts: ActivityDraft[]) => {
      list.accounts.set('ada', drafts)
      await social.sync.run(system, { full: true })
    }
    const archived = (changes: Partial<ActivityDraft>, source: string, exportedAt: number) =>
      social.sync.importArchive(system, {
        accountId: account.id,
        drafts: [draftOf('ada', 'p', changes)],
        source,
        exportedAt,
      })
    const told = async () => {
      const { items } = await social.feed.timeline(ada, { personId: 'ada' })
      const activityId = items[0]?.activity.id ?? ''
      const { fields } = await social.activities.provenance(ada, { activityId })
      return Object.fromEntries(fields.map(({ field, source, archive, at }) => [field, [source, archive, at] as const]))
    }
    return { ...made, live, archived, told }
  }

  it('names the archive and when it was taken, and of the platform when it was asked', async () => {
    const { clock, live, archived, told } = await setUp()
    await live(draftOf('ada', 'p'))
    const fetchedAt = clock.now()
    clock.advance(hour)
    await archived({ title: 'Old', inReplyTo: 'parent' }, 'first', taken)
    await archived({ title: 'New' }, 'second', taken + 1)
    const fields = await told()
    expect(fields).toMatchObject({
      ...{ title: ['archive', 'second', taken + 1], inReplyTo: ['archive', 'first', taken] },
      ...{ text: ['platform', null, fetchedAt], kind: ['platform', null, fetchedAt] },
    })
    // What holds nothing comes from nowhere.
    expect(Object.keys(fields)).not.toContain('shareOf')
  })

  it('is known while the activity is suspected, too', async () => {
    const { social, live, archived, told } = await setUp()
    await live(draftOf('ada', 'p'))
    await archived({ title: 'Old' }, 'first', taken)
    await live()
    await social.sync.refresh(system, {})
    expect(await told()).toMatchObject({ title: ['archive', 'first', taken] })
  })

  it('is here for what was published here', async () => {
    const { social, clock } = await setUp()
    const { id: activityId } = await social.activities.publish(ada, { personId: 'ada', text: 'Hello' })
    const { fields } = await social.activities.provenance(ada, { activityId })
    expect(fields).toContainEqual({ field: 'text', source: 'here', archive: null, at: clock.now() })
    expect(new Set(fields.map(({ source }) => source))).toEqual(new Set(['here']))
  })

  it('is told to whoever may see the activity, and to nobody else', async () => {
    const { social } = await setUp()
    const mine = { personId: 'ada', text: 'Hello', audience: 'private' as const }
    const { id: activityId } = await social.activities.publish(ada, mine)
    const asked = social.activities.provenance(actorOf('ben'), { activityId })
    await expect(asked).rejects.toMatchObject({ code: 'not_found' })
  })
})
