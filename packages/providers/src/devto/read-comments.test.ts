import type { CommentDraft, CommentsOptions } from '@socius/core/provider'
import { describe, expect, it } from 'vitest'
import { type ForemComment, forem, notFound, pageOf, scriptForem, smallForem } from './forem.fixture.js'
import { devto } from './provider.js'

const { answer, asked, requests } = scriptForem()
const read = (fields: Partial<CommentsOptions> = {}) =>
  devto().readers.comments({ ...pageOf({ limit: 500 }), subjectExternalId: '1544', ...fields })
const idsOf = (items: readonly CommentDraft[]) => items.map(({ externalId }) => externalId)
const showing = (...nodes: unknown[]) => forem({ ...smallForem, comments: { 1544: nodes } })

const comment = (id: string, fields: object = {}): ForemComment => ({
  id_code: id,
  created_at: '2023-01-12T10:00:00Z',
  body_html: `<p>${id}</p>`,
  user: { user_id: 4000, username: 'ben' },
  children: [],
  ...fields,
})

/** Answers to answers, `depth` of them. */
function chain(depth: number, level = 1): ForemComment {
  const created_at = new Date(Date.UTC(2023, 0, 1, 0, level)).toISOString()
  return comment(`c${level}`, { created_at, children: level === depth ? [] : [chain(depth, level + 1)] })
}

async function readAll(fields: Partial<CommentsOptions> = {}) {
  const items: CommentDraft[] = []
  const rejected: unknown[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof read>> = await read({ ...fields, cursor })
    items.push(...page.items)
    rejected.push(...page.rejected)
    cursor = page.next
  } while (cursor !== null && requests.length < 300)
  return { items, rejected }
}

describe('comments', () => {
  it('flattens a thread that comes whole, newest first', async () => {
    answer(forem())
    const page = await read()
    expect(asked()).toEqual(['/comments?a_id=1544'])
    expect(idsOf(page.items)).toEqual(['m3a1', 'm3b2', 'm357'])
    expect(page).toMatchObject({ rejected: [], next: null, calls: 1 })
  })

  it('leaves a deleted or hidden comment out, and keeps what answers it as an answer to it', async () => {
    const hidden = comment('h1', { body_html: '<p>[hidden by post author]</p>', user: {}, children: [comment('a1')] })
    answer(showing(hidden, comment('d1', { body_html: '<p>[deleted]</p>', user: {} })))
    const page = await read()
    expect(page.items.map(({ externalId, inReplyTo }) => [externalId, inReplyTo])).toEqual([['a1', 'h1']])
    expect(page.rejected).toEqual([])
  })

  it('sets aside what does not fit, and still reads its answers', async () => {
    const broken = comment('b1', { user: { user_id: 'x' }, children: [comment('a1')] })
    answer(showing(broken, { ...comment('x'), id_code: '../x' }, 'no comment', null, comment('a2')))
    const page = await read()
    expect(idsOf(page.items).sort()).toEqual(['a1', 'a2'])
    expect(page.rejected).toHaveLength(4)
    expect(page.rejected).toContainEqual({ externalId: 'b1', reason: 'user.user_id: invalid_type' })
  })

  it('takes a comment once, and needs no list of answers', async () => {
    const { children: _, ...leaf } = comment('a1')
    answer(showing(leaf, comment('a1'), comment('a2', { children: 7 })))
    expect(idsOf((await read()).items).sort()).toEqual(['a1', 'a2'])
  })

  it('cuts pages from the thread, each comment once', async () => {
    answer(showing(...Array.from({ length: 5 }, (_, index) => comment(`a${index}`)), chain(4)))
    const { items } = await readAll({ limit: 2 })
    expect(idsOf(items)).toEqual(['a4', 'a3', 'a2', 'a1', 'a0', 'c4', 'c3', 'c2', 'c1'])
  })

  it('gives none that are older than since', async () => {
    answer(forem())
    expect(idsOf((await read({ since: Date.parse('2023-01-12T11:30:00Z') })).items)).toEqual(['m3a1', 'm3b2'])
  })

  it('reads a branch to its end, however deep it is, each comment under the one that it answers', async () => {
    answer(showing(chain(100), comment('a1')))
    const { items, rejected } = await readAll()
    expect(rejected).toEqual([])
    const parents = new Map(items.map(({ externalId, inReplyTo }) => [externalId, inReplyTo]))
    expect(items).toHaveLength(101)
    expect(parents.get('c1')).toBeNull()
    for (let level = 2; level <= 100; level += 1) expect(parents.get(`c${level}`)).toBe(`c${level - 1}`)
    expect(
      items.every(({ author, subjectExternalId }) => author.externalId === '4000' && subjectExternalId === '1544'),
    ).toBe(true)
    expect(asked()).toEqual(['/comments?a_id=1544', '/comments/c32', '/comments/c63', '/comments/c94'])
  })

  it('pages through deep branches too', async () => {
    answer(showing(chain(70)))
    expect(new Set(idsOf((await readAll({ limit: 7 })).items)).size).toBe(70)
  })

  it('asks no more than once for a comment whose answers are not given at all', async () => {
    answer(showing(comment('a1', { children: null })))
    expect(idsOf((await readAll()).items)).toEqual(['a1'])
    expect(asked()).toEqual(['/comments?a_id=1544', '/comments/a1'])
  })

  it('goes on when a deep branch is deleted before it is read', async () => {
    const real = showing(chain(40), comment('a1'))
    answer((request) => (request.url.includes('/c32') ? Response.json(notFound, { status: 404 }) : real(request)))
    expect((await readAll()).items).toHaveLength(32)
  })

  it('names no more branches than a cursor should hold', async () => {
    answer(showing(...Array.from({ length: 250 }, (_, index) => comment(`a${index}`, { children: null }))))
    const page = await read()
    expect(page.rejected).toHaveLength(50)
    expect(page.next?.length).toBeLessThan(10_000)
  })

  it('stops at a list that is far too long to be one of comments', async () => {
    const nodes = Array.from({ length: 400_000 }, () => 0)
    answer(showing(comment('a1', { children: nodes }), comment('a2')))
    const page = await read()
    expect(page.items).toHaveLength(2)
    expect(page.rejected.at(-1)?.reason).toBe('more than 25000 comments in one answer')
  })

  it('keeps only the text of markup that is nested too deep to be read', async () => {
    const deep = `${'<b>'.repeat(1000)}deep${'</b>'.repeat(1000)}`
    answer(showing(comment('a1', { body_html: deep })))
    expect((await read()).items).toMatchObject([{ text: 'deep', html: null }])
  })

  it('finds no comments on an article that is not there', async () => {
    answer(forem())
    await expect(read({ subjectExternalId: '99' })).rejects.toMatchObject({ code: 'provider_not_found' })
  })

  it.each(['', 'x', '[]', '[[],["a","b"]]', '[[["../x",null]],null]'])('refuses the cursor %j', async (cursor) => {
    await expect(read({ cursor })).rejects.toMatchObject({ code: 'invalid_cursor' })
    expect(requests).toEqual([])
  })

  it.each([0, 501])('refuses a page of %d', async (limit) => {
    await expect(read({ limit })).rejects.toMatchObject({ code: 'invalid_input' })
  })
})
