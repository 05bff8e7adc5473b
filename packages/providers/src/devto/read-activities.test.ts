import type { ActivityDraft, PageOptions } from '@socius/core/provider'
import { describe, expect, it } from 'vitest'
import { account, article, type ForemState, forem, pageOf, scriptForem, smallForem } from './forem.fixture.js'
import { devto } from './provider.js'

const { answer, asked, requests } = scriptForem()
const read = (fields: Partial<PageOptions> = {}) => devto().readers.activities(pageOf(fields))
const idsOf = (items: readonly ActivityDraft[]) => items.map(({ externalId }) => externalId)

/** One article a day, the newest with the highest id. */
const daily = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    article(100 - index, new Date(Date.UTC(2023, 0, 31 - index)).toISOString()),
  )

/** Follows `next` to the end, and lets the test change the Forem before each further page. */
async function walk(fields: Partial<PageOptions>, between: (page: number) => void = () => undefined) {
  const ids: string[] = []
  let cursor: string | null = null
  for (let page = 1; page < 50; page += 1) {
    const answered = await read({ ...fields, cursor })
    ids.push(...idsOf(answered.items))
    cursor = answered.next
    if (cursor === null) return ids
    between(page)
  }
  throw new Error('There is no end.')
}

describe('activities', () => {
  it('asks for the list of the account in version 1, without a key', async () => {
    answer(forem())
    const page = await read({ limit: 50 })
    expect(asked()).toEqual(['/articles?username=username382&page=1&per_page=50'])
    expect(requests[0]?.headers.get('accept')).toBe('application/vnd.forem.api-v1+json')
    expect(requests[0]?.headers.has('api-key')).toBe(false)
    expect(page).toMatchObject({ rejected: [], rateLimit: null, calls: 1 })
    expect(idsOf(page.items)).toEqual(['1550', '1547', '1544', '1540'])
  })

  it('ends at a page that reaches behind since, with everything that page holds', async () => {
    answer(forem())
    const page = await read({ since: Date.parse('2023-01-13T09:00:00Z') })
    expect(page.next).toBeNull()
    expect(idsOf(page.items)).toEqual(['1550', '1547', '1544', '1540'])
  })

  it('reads on while a page ends at since itself', async () => {
    answer(forem())
    expect((await read({ limit: 2, since: Date.parse('2023-01-13T09:00:00Z') })).next).not.toBeNull()
    expect((await read({ limit: 2, since: Date.parse('2023-01-13T09:00:01Z') })).next).toBeNull()
  })

  it('does not take a short page for the last', async () => {
    answer(forem({ ...smallForem, maxPage: 3 }))
    expect(await walk({ limit: 1000 })).toEqual(['1550', '1547', '1544', '1540'])
  })

  it('needs a second call to see the end of a short list', async () => {
    answer(forem())
    await walk({ limit: 100 })
    expect(asked().map((url) => new URLSearchParams(url.split('?')[1]).get('page'))).toEqual(['1', '2'])
  })

  it('leaves nothing out when articles are deleted between two pages', async () => {
    let state: ForemState = { ...smallForem, articles: daily(7) }
    answer(forem(() => state))
    const ids = await walk({ limit: 3 }, (page) => {
      if (page === 1) state = { ...state, articles: state.articles.filter(({ id }) => id < 99) }
    })
    expect(ids).toEqual(['100', '99', '98', '97', '96', '95', '94'])
  })

  it('leaves nothing out when what is left fits into the pages already read', async () => {
    let state: ForemState = { ...smallForem, articles: daily(4) }
    answer(forem(() => state))
    const ids = await walk({ limit: 3 }, () => {
      state = { ...state, articles: state.articles.filter(({ id }) => id !== 99) }
    })
    expect(ids).toEqual(['100', '99', '98', '97'])
  })

  it('leaves nothing out when the article given last is deleted', async () => {
    let state: ForemState = { ...smallForem, articles: daily(6) }
    answer(forem(() => state))
    const ids = await walk({ limit: 3 }, (page) => {
      if (page === 1) state = { ...state, articles: state.articles.filter(({ id }) => id !== 98) }
    })
    expect(new Set(ids)).toEqual(new Set(['100', '99', '98', '97', '96', '95']))
  })

  it('gives nothing twice when articles are published between two pages', async () => {
    let state: ForemState = { ...smallForem, articles: daily(6) }
    answer(forem(() => state))
    const ids = await walk({ limit: 3 }, (page) => {
      if (page === 1) state = { ...state, articles: [article(200, '2023-02-01T00:00:00Z'), ...state.articles] }
    })
    expect(ids).toEqual(['100', '99', '98', '97', '96', '95'])
  })

  it('places an article that was taken over from a feed by the date it has in the list', async () => {
    const crossposted = article(300, '2020-05-01T00:00:00Z', {
      crossposted_at: '2023-01-31T00:00:00Z',
      published_timestamp: '2023-01-31T00:00:00Z',
    })
    answer(forem({ ...smallForem, articles: [...smallForem.articles, crossposted] }))
    expect((await read()).items.at(-1)).toMatchObject({
      externalId: '300',
      publishedAt: Date.parse('2020-05-01T00:00:00Z'),
    })
  })

  it('does not move a date that is ahead by the difference of two clocks', async () => {
    const now = Date.parse('2023-01-14T08:59:00Z')
    answer(forem())
    const { items } = await devto({ clock: { now: () => now } }).readers.activities(pageOf())
    expect(items[0]?.publishedAt).toBe(Date.parse('2023-01-14T09:00:00Z'))
  })

  it('says that an account has no articles only after it has asked whether there is such an account', async () => {
    answer(forem({ ...smallForem, articles: [] }))
    expect(await read()).toMatchObject({ items: [], rejected: [], next: null, calls: 2 })
    expect(asked()).toEqual(['/articles?username=username382&page=1&per_page=1000', '/users/3620'])
    answer(forem({ ...smallForem, user: null }))
    await expect(read()).rejects.toMatchObject({ code: 'provider_not_found' })
  })

  it('follows an account that has changed its name, and goes on under the new one', async () => {
    answer(forem({ ...smallForem, user: { id: 3620, username: 'renamed' } }))
    expect(await walk({ limit: 3 })).toEqual(['1550', '1547', '1544', '1540'])
    expect(asked().slice(0, 4)).toEqual([
      '/articles?username=username382&page=1&per_page=3',
      '/users/3620',
      '/articles?username=renamed&page=1&per_page=3',
      '/articles?username=renamed&page=2&per_page=3',
    ])
  })

  it('gives nothing of whoever has taken the name over', async () => {
    const stranger = article(7, '2023-01-20T00:00:00Z', { user: { user_id: 9, username: 'username382', name: 'Eve' } })
    const real = forem({ ...smallForem, user: { id: 3620, username: 'renamed' } })
    answer((request) => (request.url.includes('username=username382') ? Response.json([stranger]) : real(request)))
    const page = await read()
    expect(idsOf(page.items)).toEqual(['1550', '1547', '1544', '1540'])
    expect(page.rejected).toEqual([])
  })

  it('sets aside what does not fit, by its id where it has one, and goes on', async () => {
    const [first, second] = smallForem.articles
    const others = [
      { ...second, user: { user_id: 9 } },
      { ...first, id: 'x' },
      'no article',
      { ...first, id: 5, user: 7 },
    ]
    answer(() => Response.json([first, ...others]))
    const page = await read()
    expect(idsOf(page.items)).toEqual(['1550'])
    expect(page.rejected).toEqual([
      { externalId: '1547', reason: 'an article by another account' },
      { externalId: '5', reason: 'user: invalid_type' },
      { externalId: null, reason: 'id: invalid_type' },
      { externalId: null, reason: 'the item: invalid_type' },
    ])
  })

  it('is no list of articles when it holds more than can be asked for', async () => {
    answer(() => Response.json(Array.from({ length: 1001 }, () => 0)))
    await expect(read()).rejects.toMatchObject({ code: 'provider_malformed' })
  })

  it('takes tags as a list or as a text, and leaves everything out that is none', async () => {
    const [first] = smallForem.articles
    const lists = [['a', 'b', 'a', 7, ''], 'a, b,a,,', 7, null]
    answer(() => Response.json(lists.map((tag_list, index) => ({ ...first, id: index + 1, tag_list }))))
    expect((await read()).items.map(({ hashtags }) => hashtags)).toEqual([['a', 'b'], ['a', 'b'], [], []])
  })

  it('has no counts where none are given, and no address that a page may not link to', async () => {
    const [first] = smallForem.articles
    const odd = {
      ...first,
      comments_count: null,
      public_reactions_count: -1,
      url: 'javascript:alert(1)',
      cover_image: 'x',
    }
    answer(() => Response.json([odd]))
    expect((await read()).items).toMatchObject([
      {
        counts: { likes: null, comments: null, shares: null, views: null },
        url: null,
        media: [{ url: 'https://dev.to/x' }],
      },
    ])
  })

  it.each(['', 'x', '[]', '["a",0,1,null,false]', '["a",10,1.5,null,false]', '{"page":2}'])(
    'refuses the cursor %j',
    async (cursor) => {
      await expect(read({ cursor })).rejects.toMatchObject({ code: 'invalid_cursor' })
      expect(requests).toEqual([])
    },
  )

  it.each([0, 1001, 1.5])('refuses a page of %d', async (limit) => {
    await expect(read({ limit })).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it('says how long to wait when three calls a second were too many', async () => {
    answer(() => new Response('Retry later\n', { status: 429, headers: { 'retry-after': '1' } }))
    await expect(read()).rejects.toMatchObject({ code: 'provider_rate_limited', retryable: true, retryAfter: 1000 })
  })

  it('is unauthorized at a Forem that shows nothing to strangers', async () => {
    answer(() => Response.json({ error: 'unauthorized', status: 401 }, { status: 401 }))
    await expect(read({ account })).rejects.toMatchObject({ code: 'provider_unauthorized' })
  })
})
