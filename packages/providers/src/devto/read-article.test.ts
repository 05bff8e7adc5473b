import { describe, expect, it } from 'vitest'
import { account, article, forem, live, notFound, pageOf, scriptForem, smallForem } from './forem.fixture.js'
import { devto } from './provider.js'

const { answer, asked, requests } = scriptForem()
const published = new Map([['1547', Date.parse('2023-01-13T09:00:00Z')]])
const look = (id: string, publishedAt?: ReadonlyMap<string, number>) =>
  devto().readers.lookup({ account, externalIds: [id], signal: live, ...(publishedAt ? { publishedAt } : {}) })

const without = (id: number) => ({ ...smallForem, articles: smallForem.articles.filter((each) => each.id !== id) })

describe('lookup', () => {
  it('gives the same draft as the list, whatever of the article only one of them has', async () => {
    answer(forem())
    const { items } = await devto().readers.activities(pageOf())
    expect(items).toHaveLength(4)
    for (const item of items) {
      expect(await look(item.externalId)).toEqual({
        results: [{ state: 'present', item }],
        rejected: [],
        rateLimit: null,
        calls: 1,
      })
    }
    expect(asked().slice(1)).toEqual(['/articles/1550', '/articles/1547', '/articles/1544', '/articles/1540'])
  })

  it('says gone of what is not found, once the list of its author has shown that it is not in it', async () => {
    answer(forem(without(1547)))
    expect(await look('1547', published)).toMatchObject({ results: [{ state: 'gone', externalId: '1547' }], calls: 2 })
    expect(asked()).toEqual(['/articles/1547', '/articles?username=username382&page=1&per_page=1000'])
  })

  it('looks through the whole list where the date is not known, or older than everything in it', async () => {
    answer(forem(without(1547)))
    expect(await look('1547')).toMatchObject({ results: [{ state: 'gone' }], calls: 3 })
    const old = new Map([['12', Date.parse('2019-01-01T00:00:00Z')]])
    expect(await look('12', old)).toMatchObject({ results: [{ state: 'gone' }], calls: 3 })
  })

  it('does not bury what another Forem of the network publishes', async () => {
    answer(forem({ ...smallForem, elsewhere: [1547] }))
    expect(await look('1547', published)).toMatchObject({
      results: [{ state: 'present', item: { externalId: '1547' } }],
      calls: 2,
    })
  })

  it('finds it on a further page of a Forem that gives few at a time', async () => {
    answer(forem({ ...smallForem, elsewhere: [1540], maxPage: 1 }))
    const when = new Map([['1540', Date.parse('2022-12-31T23:00:00Z')]])
    expect((await look('1540', when)).results).toMatchObject([{ state: 'present' }])
  })

  it('buries nothing while something in the list cannot be told by its id', async () => {
    const real = forem(without(1547))
    answer((request) =>
      request.url.includes('?') ? Response.json([article(1, '2023-01-01T00:00:00Z'), '?']) : real(request),
    )
    expect((await look('1547', published)).results).toEqual([
      { state: 'unreadable', externalId: '1547', reason: 'list_unreadable' },
    ])
  })

  it.each([
    ['the page of a server in front', () => new Response('<h1>404 Not Found</h1>', { status: 404 })],
    ['JSON of something else', () => Response.json({ message: 'no route' }, { status: 404 })],
    ['an empty body', () => new Response(null, { status: 404 })],
  ])('does not take 404 with %s for the word of the Forem', async (_, respond) => {
    const real = forem(without(1547))
    answer((request) => (request.url.endsWith('/articles/1547') ? respond() : real(request)))
    await expect(look('1547', published)).rejects.toMatchObject({ code: 'provider_not_found' })
    expect(requests).toHaveLength(1)
  })

  it('fails, and buries nothing, while the account is not there or cannot be asked', async () => {
    answer(forem({ ...smallForem, user: null, articles: [] }))
    await expect(look('1547', published)).rejects.toMatchObject({ code: 'provider_not_found' })
    answer((request) =>
      request.url.endsWith('/articles/1547')
        ? Response.json(notFound, { status: 404 })
        : Response.json({ error: 'unauthorized', status: 401 }, { status: 401 }),
    )
    await expect(look('1547', published)).rejects.toMatchObject({ code: 'provider_unauthorized' })
  })

  it('says gone of the last article of an account that is there without any', async () => {
    answer(forem({ ...smallForem, articles: [] }))
    expect((await look('1547', published)).results).toMatchObject([{ state: 'gone' }])
  })

  it('keeps away from an article of somebody else', async () => {
    answer(forem({ ...smallForem, articles: [article(8, '2023-01-01T00:00:00Z', { user: { user_id: 9 } })] }))
    expect(await look('8')).toMatchObject({
      results: [{ state: 'unreadable', externalId: '8', reason: 'unreadable_item' }],
      rejected: [{ externalId: '8', reason: 'an article by another account' }],
    })
  })

  it('sets an article aside that does not fit', async () => {
    answer(forem({ ...smallForem, articles: [article(8, 'soon')] }))
    expect(await look('8')).toMatchObject({
      results: [{ state: 'unreadable', externalId: '8' }],
      rejected: [{ externalId: '8', reason: 'published_at: invalid_format' }],
    })
  })

  it('does not take another article for the one that was asked for', async () => {
    answer(() => Response.json(article(9, '2023-01-01T00:00:00Z')))
    await expect(look('8')).rejects.toMatchObject({ code: 'provider_malformed' })
  })

  it.each(['m357', '0', '-1', '../users/1', ''])('asks nothing for %j, which is no id of an article', async (id) => {
    expect((await look(id)).results).toEqual([{ state: 'unreadable', externalId: id, reason: 'not_an_id' }])
    expect(requests).toEqual([])
  })

  it('takes one id, for the platform takes no more', async () => {
    const { readers, capabilities } = devto()
    expect(capabilities.lookup?.batchSize).toBe(1)
    await expect(readers.lookup({ account, externalIds: ['1', '2'], signal: live })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    answer(forem())
    const twice = await readers.lookup({ account, externalIds: ['1550', '1550'], signal: live })
    expect(twice.results).toHaveLength(1)
  })
})
