import { createSocius, system } from '@socius/core'
import { memoryStore } from '@socius/storage-adapters/memory'
import { describe, expect, it } from 'vitest'
import { type ForemArticle, type ForemState, forem, smallForem } from './forem.fixture.js'
import { devto } from './provider.js'

const consent = { purposes: ['sync' as const, 'display' as const], text: 'v1' }

/** A Forem that tests change, and a system that reads it. */
async function open() {
  let state: ForemState = smallForem
  const social = await createSocius({
    store: memoryStore(),
    providers: [devto({ fetch: async (input, init) => forem(() => state)(new Request(input, init)) })],
    dispatch: 'manual',
    sync: { confirmDeletionAfter: 0 },
  })
  await social.accounts.link(system, { personId: 'ira', platform: 'devto', handle: '@username382', consent })
  return {
    social,
    change(id: number, fields: Partial<ForemArticle> & Readonly<Record<string, unknown>>): void {
      state = { ...state, articles: state.articles.map((each) => (each.id === id ? { ...each, ...fields } : each)) }
    },
    remove(id: number): void {
      state = { ...state, articles: state.articles.filter((each) => each.id !== id) }
    },
    close(): void {
      state = { ...state, user: null, articles: [] }
    },
    sync: async (full = false) => (await social.sync.run(system, { personId: 'ira', full })).accounts[0],
    refresh: async () => (await social.sync.refresh(system, { personId: 'ira' })).accounts[0],
    timeline: async () => (await social.feed.timeline(system, { personId: 'ira', limit: 100 })).items,
  }
}

const untouched = { outcome: 'completed', created: 0, updated: 0, measured: 0, suspected: 0, quarantined: 0 }

describe('a sync of a Forem', () => {
  it('brings every article once, and nothing changes while nothing does, whichever way it is read', async () => {
    const { sync, refresh, timeline } = await open()
    expect(await sync()).toMatchObject({ outcome: 'completed', created: 4, quarantined: 0, error: null })
    expect(await sync()).toMatchObject({ ...untouched, unchanged: 4, calls: 1 })
    expect(await refresh()).toMatchObject({ ...untouched, unchanged: 4, calls: 4 })
    expect(await sync(true)).toMatchObject({ ...untouched, unchanged: 4 })
    expect(await refresh()).toMatchObject({ ...untouched, unchanged: 4 })
    const [first] = await timeline()
    expect(first?.activity).toMatchObject({
      platform: 'devto',
      kind: 'article',
      title: 'Article 1550',
      personId: 'ira',
      hashtags: ['discuss', 'webdev'],
    })
    expect(first?.activity.html).toContain('Five dollar toast')
  })

  it('sees an edit in the list and in a look-up, once', async () => {
    const { sync, refresh, change, timeline } = await open()
    await sync()
    change(1544, { title: 'Said better', edited_at: '2023-01-20T00:00:00Z' })
    expect(await sync()).toMatchObject({ created: 0, updated: 1, unchanged: 3 })
    expect(await refresh()).toMatchObject(untouched)
    // The body alone was changed: the platform says so by the time of the edit only.
    change(1547, { edited_at: '2023-01-21T00:00:00Z' })
    expect(await refresh()).toMatchObject({ created: 0, updated: 1, unchanged: 3 })
    expect(await sync()).toMatchObject(untouched)
    const titles = (await timeline()).map(({ activity }) => activity.title)
    expect(titles).toEqual(['Article 1550', 'Article 1547', 'Said better', 'Article 1540'])
  })

  it('measures what is counted without calling it an edit', async () => {
    const { sync, refresh, change, timeline } = await open()
    await sync()
    change(1550, { public_reactions_count: 7 })
    expect(await sync()).toMatchObject({ updated: 0, measured: 1 })
    change(1540, { comments_count: 2 })
    expect(await refresh()).toMatchObject({ updated: 0, measured: 1 })
    const counts = (await timeline()).map((item) => item.counts)
    expect(counts[0]).toMatchObject({ likes: 7 })
    expect(counts[3]).toMatchObject({ comments: 2 })
  })

  it('erases what was deleted, once two look-ups have missed it', async () => {
    const { sync, refresh, remove, timeline } = await open()
    await sync()
    remove(1547)
    expect(await sync()).toMatchObject({ ...untouched, unchanged: 3 })
    expect(await refresh()).toMatchObject({ suspected: 1, deleted: 0 })
    expect(await refresh()).toMatchObject({ suspected: 0, deleted: 1 })
    expect((await timeline()).map(({ activity }) => activity.externalId)).toEqual(['1550', '1544', '1540'])
  })

  it('hides an account that is gone, and erases nothing for it', async () => {
    const { sync, refresh, close, timeline } = await open()
    await sync()
    close()
    expect(await refresh()).toMatchObject({ error: { code: 'provider_not_found' }, suspected: 0, deleted: 0 })
    expect(await sync()).toMatchObject({ error: { code: 'provider_not_found' }, unreadable: 4 })
    expect(await refresh()).toMatchObject({ suspected: 0, deleted: 0 })
    expect((await timeline()).every(({ activity }) => activity.state === 'unreadable')).toBe(true)
  })

  it('reads the comments on an article, and again without a change', async () => {
    const { social, sync, timeline } = await open()
    await sync()
    const subject = (await timeline()).find(({ activity }) => activity.externalId === '1544')?.activity
    const read = () => social.sync.comments(system, { activityId: subject?.id ?? '' })
    expect(await read()).toMatchObject({ created: 3, quarantined: 0 })
    expect(await read()).toMatchObject({ created: 0, updated: 0, unchanged: 3 })
  })
})
