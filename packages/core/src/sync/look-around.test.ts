import { describe, expect, it } from 'vitest'
import { actorOf, createTestSocial } from '../../test-support/create-test-social.js'
import { createListPlatform, draftOf, draftsOf } from '../../test-support/list-provider.js'
import { readEverything } from '../../test-support/read-everything.js'
import { activity } from '../activities/activity.js'
import { activityCounts } from '../activities/activity-counts.js'
import { SociusError, system } from '../index.js'
import { outbox } from '../outbox/index.js'
import { lease } from './lease.js'
import { quarantine } from './quarantine.js'

const consent = { purposes: ['sync'] as 'sync'[], text: 'v1' }

async function setUp() {
  const list = createListPlatform({ pageSize: 3 })
  list.accounts.set('ada', draftsOf('ada', 2))
  list.accounts.set('ben', [
    draftOf('ben', 'b1', { text: 'learning rust', language: 'en' }),
    draftOf('ben', 'b2', { text: 'learning rust', language: 'de' }),
    draftOf('ben', 'b3', { text: 'learning rust', language: 'en' }),
    draftOf('ben', 'b4', { text: 'learning rust and go', language: 'en' }),
  ])
  list.mentions.set('ada', [draftOf('ben', 'm1', { text: 'Hello @ada' })])
  const made = await createTestSocial({ providers: [list.provider] })
  const { social, store } = made
  const account = await social.accounts.link(system, { personId: 'ada', platform: 'list', handle: 'ada', consent })
  const everything = () => readEverything(store, [activity, activityCounts, quarantine, lease, outbox])
  const search = (query: string | { op: string }, input = {}) =>
    social.sync.search(system, { platform: 'list', query, ...input })
  return { ...made, list, account, everything, search }
}

describe('a search', () => {
  it('finds what the query wants, page by page, says what was asked, and stores nothing', async () => {
    const { search, everything } = await setUp()
    const before = await everything()
    const first = await search('rust lang:en')
    expect(first).toMatchObject({ filtered: 1, rejected: 0, calls: 1, spend: 0 })
    expect(JSON.parse(first.asked)).toEqual({ op: 'words', text: 'rust' })
    expect(first.items.map(({ externalId }) => externalId)).toEqual(['b1', 'b3'])
    const second = await search('rust lang:en', { cursor: first.next })
    expect([second.items.map(({ externalId }) => externalId), second.next]).toEqual([['b4'], null])
    expect(await everything()).toEqual(before)
  })

  it('takes a query that was built, and says when the platform could be told all of it', async () => {
    const { search } = await setUp()
    const all = await search({ op: 'words', text: 'go' } as { op: string })
    expect([all.items.map(({ externalId }) => externalId), all.filtered]).toEqual([['b4'], null])
  })

  it('is refused where nothing can be asked, and for what is no query', async () => {
    const { search, social } = await setUp()
    await expect(search('lang:en')).rejects.toMatchObject({ code: 'unsupported' })
    await expect(search({ op: 'all', of: [] } as { op: string })).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(search({ op: 'eval' })).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(search('')).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(social.sync.search(system, { platform: 'none', query: 'a' })).rejects.toMatchObject({
      ...{ code: 'unsupported' },
    })
    const asked = social.sync.search(actorOf('ada'), { platform: 'list', query: 'rust' })
    await expect(asked).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('shows nothing that may not stand in a page', async () => {
    const { list, search } = await setUp()
    const html = '<p onclick="x()">rust<script>alert(1)</script></p>'
    const media = [{ type: 'image' as const, url: 'javascript:alert(1)' }].map((each) => ({
      ...each,
      ...{ previewUrl: null, description: null, width: null, height: null },
    }))
    list.accounts.set('ben', [draftOf('ben', 'b', { text: 'rust', html, url: 'javascript:alert(1)', media })])
    expect((await search('rust')).items).toMatchObject([{ html: '<p>rust</p>', url: null, media: [] }])
  })

  it('makes a call again that may succeed, and gives what the platform says otherwise', async () => {
    const { list, search } = await setUp()
    let left = 2
    list.onCall = () => {
      if (left-- > 0) throw new SociusError('provider_unavailable', 'Down.', { retryable: true })
    }
    expect(await search('go')).toMatchObject({ calls: 3 })
    list.onCall = () => {
      throw new SociusError('provider_unauthorized', 'No.')
    }
    await expect(search('go')).rejects.toMatchObject({ code: 'provider_unauthorized' })
  })
})

describe('mentions', () => {
  it('are shown to the person whose account it is, and not stored', async () => {
    const { social, account, everything } = await setUp()
    const before = await everything()
    const accountId = account.id
    expect(await social.sync.mentions(actorOf('ada'), { accountId })).toMatchObject({
      ...{ items: [{ externalId: 'm1', author: { externalId: 'ben' } }], next: null, calls: 1 },
    })
    expect(await everything()).toEqual(before)
    await expect(social.sync.mentions(actorOf('ben'), { accountId })).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('are not asked for without a consent', async () => {
    const { social, account, list } = await setUp()
    await social.accounts.disconnect(system, { accountId: account.id })
    const { calls } = list
    await expect(social.sync.mentions(system, { accountId: account.id })).rejects.toMatchObject({
      ...{ code: 'consent_required' },
    })
    expect(list.calls).toBe(calls)
  })
})
