import { describe, expect, it } from 'vitest'
import { createNetwork, type NetworkOptions } from '../index.js'

interface Article {
  readonly id: number
  readonly title: string
  readonly url: string
  readonly published_at: string
  readonly edited_at: string | null
  readonly public_reactions_count: number
  readonly comments_count: number
  readonly tag_list: readonly string[] | string
  readonly tags: readonly string[] | string
}

interface Comment {
  readonly id_code: string
  readonly body_html: string
  readonly user: { readonly username?: string }
  readonly children: readonly Comment[]
}

function open(options: NetworkOptions = { devto: { rateLimit: null } }) {
  const network = createNetwork(options)
  const get = (path: string) => network.fetch(`${network.devto.host}/api${path}`)
  return {
    network,
    get,
    ask: async <Body>(path: string) => (await (await get(path)).json()) as Body,
    list: async (query: string) => (await (await get(`/articles?${query}`)).json()) as Article[],
  }
}

const written = { title: 'Notes on <trees>', html: '<p>Some &amp; more</p>', tags: ['learning', 'data'] }

describe('a simulated account of DEV', () => {
  it('takes a second for each write, and writes history with `at`', async () => {
    const { network, list } = open()
    const ada = network.devto.account('Ada')
    expect(network.devto.account('ada')).toBe(ada)
    const start = network.clock.now()
    const first = ada.publish(written)
    ada.publish({ ...written, title: 'Before', at: start - 86_400_000 })
    expect(network.clock.now()).toBe(start + 1000)
    const articles = await list('username=ada')
    expect(articles).toMatchObject([
      { id: first.id, url: first.url, title: written.title, tag_list: written.tags, tags: 'learning, data' },
      { title: 'Before', published_at: new Date(start - 86_400_000).toISOString().replace('.000Z', 'Z') },
    ])
    expect(first.url).toMatch(/^https:\/\/dev\.to\/ada\/notes-on-trees-\w+$/)
    expect(() => ada.publish({ ...written, at: network.clock.now() + 1 })).toThrow(RangeError)
    expect(() => network.devto.account('not a name')).toThrow(TypeError)
  })

  it('gives the body of an article one at a time only, by its number or its page', async () => {
    const { network, ask, list } = open()
    const article = network.devto.account('ada').publish(written)
    expect((await list('username=ada'))[0]).not.toHaveProperty('body_html')
    const single = await ask<Article>(`/articles/${article.id}`)
    expect(single).toMatchObject({ body_html: written.html, tag_list: 'learning, data', tags: written.tags })
    expect(single).toMatchObject({ description: 'Some & more', reading_time_minutes: 1 })
    expect(await ask(`/articles/${article.url.replace('https://dev.to/', '')}`)).toEqual(single)
  })

  it('edits, takes back, counts, and refuses what is not its own', async () => {
    const { network, list, get } = open()
    const ada = network.devto.account('ada')
    const ben = network.devto.account('ben')
    const article = ada.publish(written)
    ben.react(article)
    ben.react(article)
    network.devto.cheer(article, { reactions: 5, comments: 2 })
    ben.comment(article, '<p>Nice</p>')
    ada.edit(article, { title: 'Better' })
    expect(await list('username=ada')).toMatchObject([
      {
        title: 'Better',
        url: article.url,
        public_reactions_count: 6,
        comments_count: 3,
        edited_at: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      },
    ])
    expect(() => ben.edit(article, { title: 'Mine' })).toThrow('There is no article')
    ada.unpublish(article)
    const gone = await get(`/articles/${article.id}`)
    expect([gone.status, await gone.json()]).toEqual([404, { error: 'not found', status: 404 }])
    expect(await list('username=ada')).toEqual([])
    ada.republish(article)
    expect(await list('username=ada')).toHaveLength(1)
  })

  it('has threads in which the place of an answered comment is kept', async () => {
    const { network, ask } = open()
    const ada = network.devto.account('ada')
    const ben = network.devto.account('ben')
    const article = ada.publish(written)
    const root = ben.comment(article, '<p>First</p>')
    const reply = ada.comment(article, '<p>Thanks</p>', { replyTo: root })
    const alone = ben.comment(article, '<p>Second</p>')
    expect(() => ada.deleteComment(root)).toThrow('not by ada')
    ben.deleteComment(root)
    ben.deleteComment(alone)
    expect(await ask(`/comments?a_id=${article.id}`)).toMatchObject([
      {
        id_code: root.id,
        body_html: '<p>[deleted]</p>',
        user: {},
        children: [{ id_code: reply.id, user: { username: 'ada' }, children: [] }],
      },
    ])
    expect(await ask<Comment>(`/comments/${reply.id}`)).toMatchObject({ body_html: '<p>Thanks</p>' })
  })

  it('goes on under another name, which frees the old one, and leaves for ever', async () => {
    const { network, list, get, ask } = open()
    const ada = network.devto.account('ada')
    const article = ada.publish(written)
    ada.rename('ada_l')
    expect(await list('username=ada')).toEqual([])
    expect((await list('username=ada_l')).map(({ id }) => id)).toEqual([article.id])
    expect(await ask(`/users/${ada.id}`)).toMatchObject({ id: ada.id, username: 'ada_l' })
    expect(network.devto.account('ada').id).not.toBe(ada.id)
    ada.close()
    for (const path of [`/users/${ada.id}`, '/users/by_username?url=ada_l', `/articles/${article.id}`]) {
      expect((await get(path)).status).toBe(404)
    }
  })
})

describe('a page of a simulated account of DEV', () => {
  it('is told by its number, with what was generated, edited and taken back', async () => {
    const { network, list } = open()
    const ada = network.devto.account('ada')
    const range = ada.generate(45)
    ada.edit(range.at(44), { title: 'Edited' })
    ada.unpublish(range.at(43))
    const pages = [await list('username=ada&page=1'), await list('username=ada&page=2')]
    expect(pages.map((page) => page.length)).toEqual([30, 14])
    expect(pages.flat().map(({ id }) => id)).toEqual(
      Array.from({ length: 45 }, (_, index) => range.at(44 - index).id).filter((id) => id !== range.at(43).id),
    )
    expect(pages[0]?.[0]?.title).toBe('Edited')
    expect(await list('username=ada&page=3')).toEqual([])
    expect(await list('username=ada&per_page=1000')).toHaveLength(44)
    expect((await list('username=nobody')).length).toBe(0)
  })
})

describe('the limit of DEV', () => {
  it('is three calls a second, and says when to come back', async () => {
    const { network, get } = open({})
    network.devto.account('ada')
    const statuses = [await get('/articles'), await get('/articles'), await get('/articles')]
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200])
    const refused = await get('/articles')
    expect([refused.status, await refused.text(), refused.headers.get('retry-after')]).toEqual([
      429,
      'Retry later\n',
      '1',
    ])
    await network.clock.advance(1000)
    expect((await get('/articles')).status).toBe(200)
  })
})
