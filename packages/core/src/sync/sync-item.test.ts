import { describe, expect, it } from 'vitest'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { createListPlatform, draftOf, draftsOf } from '../../test-support/list-provider.js'
import { readEverything } from '../../test-support/read-everything.js'
import { activity } from '../activities/activity.js'
import { activityCounts } from '../activities/activity-counts.js'
import { SociusError, system } from '../index.js'
import { defineProvider } from '../provider.js'
import type { StoreAdapter } from '../store.js'
import { checkpoint } from './checkpoint.js'
import { lease } from './lease.js'
import { quarantine } from './quarantine.js'

const consent = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }
const urlOf = (externalId: string) => `https://list.example/ada/${externalId}`

async function setUp(open?: () => StoreAdapter) {
  const list = createListPlatform()
  list.accounts.set('ada', draftsOf('ada', 3))
  list.accounts.set('ben', [draftOf('ben', 'ben-1')])
  const made = await createTestSocial({ providers: [list.provider], ...(open ? { store: open() } : {}) })
  const { social, store } = made
  const account = await social.accounts.link(system, { personId: 'ada', platform: 'list', handle: 'ada', consent })
  const read = (address: string, actor = system) => social.sync.item(actor, { accountId: account.id, address })
  const everything = () => readEverything(store, [activity, activityCounts, quarantine, checkpoint, lease])
  const titles = async () => ((await everything())['activity'] ?? []).map(({ externalId }) => externalId)
  return { ...made, list, account, read, everything, titles }
}

describe.each(testStores)('a single item (%s)', (_, open) => {
  it('is kept as a run would keep it', async () => {
    const { social, read, everything, titles } = await setUp(open)
    const report = await read(urlOf('ada-2'))
    expect(report).toMatchObject({ created: 1, fetched: 1, pages: 1, calls: 1, measured: 1 })
    expect(report.accounts[0]).toMatchObject({ outcome: 'completed', error: null })
    expect(await titles()).toEqual(['ada-2'])
    const [row] = (await everything())['activity'] ?? []
    await social.sync.run(system, {})
    expect((await everything())['activity']).toContainEqual(row)
    expect(await read('ada-2')).toMatchObject({ created: 0, updated: 0, unchanged: 1 })
  })

  it('of somebody else is refused, and nothing of it is kept', async () => {
    const { social, read, everything } = await setUp(open)
    const ben = await social.accounts.link(system, { personId: 'ben', platform: 'list', handle: 'ben', consent })
    const before = await everything()
    expect((await read('https://list.example/ben/ben-1')).accounts).toMatchObject([
      { outcome: 'refused', error: { code: 'consent_required' }, created: 0 },
    ])
    expect(await everything()).toEqual(before)
    expect(await social.sync.item(system, { accountId: ben.id, address: 'ben-1' })).toMatchObject({ created: 1 })
  })

  it('that was removed here stays removed', async () => {
    const { social, store, read } = await setUp(open)
    await read(urlOf('ada-2'))
    const [row] = (await readEverything(store, [activity]))['activity'] ?? []
    await social.activities.remove(actorOf('ada'), { activityId: String(row?.['id']) })
    expect(await read(urlOf('ada-2'))).toMatchObject({ created: 0, updated: 0, measured: 0 })
    expect((await readEverything(store, [activity]))['activity']).toMatchObject([{ state: 'deleted', text: null }])
  })
})

describe('reading a single item', () => {
  it('is for the person whose account it is', async () => {
    const { read } = await setUp()
    await expect(read('ada-1', actorOf('ben'))).rejects.toMatchObject({ code: 'forbidden' })
    expect(await read('ada-1', actorOf('ada'))).toMatchObject({ created: 1 })
  })

  it('makes no call without a consent', async () => {
    const { social, account, list, read, titles } = await setUp()
    await social.accounts.disconnect(system, { accountId: account.id })
    const calls = list.calls
    expect((await read('ada-1')).accounts).toMatchObject([{ outcome: 'refused', error: { code: 'consent_required' } }])
    expect([list.calls, await titles()]).toEqual([calls, []])
  })

  it('keeps nothing when the consent is withdrawn while the platform answers', async () => {
    const { social, account, list, read, titles } = await setUp()
    list.onCall = async (reader) => {
      if (reader === 'item') await social.accounts.disconnect(system, { accountId: account.id })
    }
    expect((await read('ada-1')).accounts).toMatchObject([{ outcome: 'refused', error: { code: 'consent_required' } }])
    expect(await titles()).toEqual([])
  })

  it('is refused to whoever comes while the account is being read, and free again afterwards', async () => {
    const { social, account, list, read } = await setUp()
    let inner: Awaited<ReturnType<typeof read>> | undefined
    list.onCall = async (reader) => {
      if (reader === 'item' && !inner)
        inner = await social.sync.item(system, { accountId: account.id, address: 'ada-2' })
    }
    expect(await read('ada-1')).toMatchObject({ created: 1 })
    expect(inner?.accounts).toMatchObject([{ outcome: 'busy' }])
    expect(await read('ada-2')).toMatchObject({ created: 1 })
  })

  it('tells an address of another platform from an item that is not there', async () => {
    const { read, everything } = await setUp()
    await expect(read('https://other.example/1')).rejects.toMatchObject({
      ...{ code: 'invalid_input', details: { reason: 'address' } },
    })
    expect((await read('https://list.example/ada/9')).accounts).toMatchObject([
      { outcome: 'failed', error: { code: 'provider_not_found' } },
    ])
    // Neither says when the account is due, nor holds it.
    expect(await everything()).toMatchObject({ checkpoint: [], lease: [], activity: [] })
  })

  it('repeats what may pass, and counts every call', async () => {
    const { list, read } = await setUp()
    let left = 2
    list.onCall = () => {
      if (left-- > 0) throw new SociusError('provider_unavailable', 'Down.', { retryable: true })
    }
    expect(await read('ada-1')).toMatchObject({ created: 1, calls: 3 })
  })

  it('sets aside what cannot be stored', async () => {
    const { list, read, everything } = await setUp()
    list.accounts.set('ada', [draftOf('ada', 'bad', { publishedAt: Number.NaN })])
    expect(await read('bad')).toMatchObject({ created: 0, quarantined: 1 })
    expect((await everything())['quarantine']).toMatchObject([{ externalId: 'bad' }])
  })

  it('is unsupported where the platform has none', async () => {
    const { provider, accounts } = createListPlatform({ platform: 'plain' })
    accounts.set('ada', draftsOf('ada', 1))
    const { item: _reader, ...readers } = provider.readers
    const { item: _capability, ...capabilities } = provider.capabilities
    const { social } = await createTestSocial({ providers: [defineProvider({ ...provider, readers, capabilities })] })
    const account = await social.accounts.link(system, { personId: 'ada', platform: 'plain', handle: 'ada', consent })
    const reading = social.sync.item(system, { accountId: account.id, address: 'ada-1' })
    await expect(reading).rejects.toMatchObject({ code: 'unsupported' })
  })
})
