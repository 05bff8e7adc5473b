import { createSocius, type Socius, system } from '@socius/core'
import type { StoreAdapter } from '@socius/core/store'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import { memoryStore } from '@socius/storage-adapters/memory'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bluesky } from './provider.js'
import {
  type Account,
  addresses,
  call,
  create,
  createAccount,
  remove,
  servers,
  settle,
} from './real-servers.fixture.js'

const post = 'app.bsky.feed.post'
const consent = { purposes: ['sync' as const, 'display' as const], text: 'v1' }

const stores: Record<string, () => StoreAdapter> = {
  memory: () => memoryStore(),
  sqlite: () => kyselyStore({ dialect: 'sqlite', database: ':memory:' }),
}

describe.skipIf(!addresses).each(Object.entries(stores))(
  'a sync of the real Bluesky servers into %s',
  (_name, open) => {
    let social: Socius
    let ada: Account
    let ben: Account
    const written: { uri: string; cid: string }[] = []

    const sync = async (full = false) => (await social.sync.run(system, { personId: 'ada', full })).accounts[0]
    const refresh = async () => (await social.sync.refresh(system, { personId: 'ada' })).accounts[0]
    const timeline = async () => (await social.feed.timeline(system, { personId: 'ada', limit: 100 })).items

    beforeAll(async () => {
      ada = await createAccount('ada')
      ben = await createAccount('ben')
      social = await createSocius({
        store: open(),
        providers: [bluesky({ appview: servers.appview })],
        dispatch: 'manual',
        sync: { confirmDeletionAfter: 0 },
      })
    })

    afterAll(() => social?.close())

    it('refuses an account that is not there, and writes nothing of it', async () => {
      const link = { personId: 'ada', platform: 'bluesky', handle: 'nobody-at-all.test', consent }
      await expect(social.accounts.link(system, link)).rejects.toMatchObject({ code: 'provider_not_found' })
      await expect(social.people.get(system, { personId: 'ada' })).rejects.toMatchObject({ code: 'not_found' })
    })

    it('backfills everything over several pages, each item once', async () => {
      for (let number = 0; number < 120; number++)
        written.push(await create(ada, post, { text: `Lesson ${number} #learning` }))
      await settle()
      await social.accounts.link(system, { personId: 'ada', platform: 'bluesky', handle: ada.handle, consent })
      expect(await sync()).toMatchObject({ outcome: 'completed', created: 120, pages: 2, quarantined: 0, error: null })
      expect(await sync()).toMatchObject({ outcome: 'completed', created: 0, updated: 0 })
    })

    it('brings what is new, and touches nothing else', async () => {
      written.push(await create(ada, post, { text: 'Something new' }))
      await settle()
      expect(await sync()).toMatchObject({ created: 1, updated: 0, measured: 1 })
      expect((await timeline())[0]?.activity).toMatchObject({
        text: 'Something new',
        platform: 'bluesky',
        kind: 'post',
      })
    })

    it('follows an edit', async () => {
      const edited = written.at(-2)
      const record = { $type: post, text: 'Said better', createdAt: new Date().toISOString() }
      const rkey = edited?.uri.split('/').at(-1)
      await call('com.atproto.repo.putRecord', { repo: ada.externalId, collection: post, rkey, record }, ada.token)
      await settle()
      expect(await sync()).toMatchObject({ created: 0, updated: 1 })
      expect((await timeline()).filter(({ activity }) => activity.text === 'Said better')).toHaveLength(1)
    })

    it('counts a like, and remembers what was counted before', async () => {
      const liked = written.at(-1)
      if (!liked) throw new Error('There is one.')
      await create(ben, 'app.bsky.feed.like', { subject: liked })
      await settle()
      expect(await refresh()).toMatchObject({ outcome: 'completed', measured: 1, updated: 0, suspected: 0 })
      const item = (await timeline()).find(({ activity }) => activity.text === 'Something new')
      expect(item?.counts).toMatchObject({ likes: 1 })
      const history = await social.activities.history(system, { activityId: item?.activity.id ?? '' })
      expect([history.current?.likes, history.items.map(({ likes }) => likes)]).toEqual([1, [0]])
    })

    it('erases what was deleted, once two look-ups have missed it', async () => {
      const doomed = written.at(-1)
      if (!doomed) throw new Error('There is one.')
      await remove(ada, doomed)
      await settle()
      expect(await refresh()).toMatchObject({ suspected: 1, deleted: 0 })
      expect(await refresh()).toMatchObject({ suspected: 0, deleted: 1 })
      expect((await timeline()).some(({ activity }) => activity.text === 'Something new')).toBe(false)
    })

    it('hides a deactivated account without burying it, and shows it again when it is back', async () => {
      await call('com.atproto.server.deactivateAccount', {}, ada.token)
      await settle()
      expect(await sync()).toMatchObject({ outcome: 'failed', error: { code: 'provider_forbidden' }, unreadable: 120 })
      const stranger = { id: 'eve', tenant: 'default', roles: [] }
      expect((await social.feed.home(stranger)).items).toEqual([])
      expect(await refresh()).toMatchObject({ suspected: 0, deleted: 0 })
      await call('com.atproto.server.activateAccount', null, ada.token)
      await settle()
      expect(await sync()).toMatchObject({ outcome: 'completed', created: 0, updated: 120 })
      expect((await social.feed.home(stranger)).items).toHaveLength(20)
    })

    it('leaves nothing behind when the consent is withdrawn', async () => {
      const [account] = (await social.accounts.list(system, { personId: 'ada' })).items
      await social.consents.withdraw(system, { consentId: account?.consentId ?? '' })
      await social.dispatch()
      expect(await timeline()).toEqual([])
      expect(await sync()).toBeUndefined()
    })
  },
)
