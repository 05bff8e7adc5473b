import type { PageOptions } from '@socius/core/provider'
import { describe, expect, it } from 'vitest'
import { bluesky } from './provider.js'
import { ada, ben, getPostThread, pageOf, postView, recorded, scriptAppView } from './scripted-appview.fixture.js'

const { answer, requests } = scriptAppView()

describe('comments', () => {
  const root = `at://${ada}/app.bsky.feed.post/root`
  const read = async (fields: Partial<PageOptions> = {}) =>
    bluesky().readers.comments({ ...pageOf(fields), subjectExternalId: root })
  const node = (rkey: string, replies?: readonly unknown[], fields: object = {}) => ({
    $type: 'app.bsky.feed.defs#threadViewPost',
    post: postView(rkey, `2026-01-01T00:00:0${rkey.length}Z`, fields),
    replies,
  })

  it('flattens a thread that a real server answered', async () => {
    const real = recorded('post-thread')
    answer({ [getPostThread]: real })
    const subject = (real.body.thread as { post: { uri: string } }).post.uri
    const result = await bluesky().readers.comments({ ...pageOf(), subjectExternalId: subject })
    expect(requests).toEqual([`${getPostThread}?uri=${subject}&depth=16&parentHeight=0`])
    expect(result).toMatchObject({ rejected: [], next: null, calls: 1 })
    const [mine, reply] = result.items
    expect(result.items.length).toBe(2)
    expect(reply).toMatchObject({ text: 'A reply', inReplyTo: null, subjectExternalId: subject })
    expect(mine).toMatchObject({ text: 'My own reply', inReplyTo: reply?.externalId })
  })

  it('passes over placeholders, and sets aside what does not fit', async () => {
    const odd = node('bb', [node('ccc', [])], { record: {} })
    const replies = [
      { $type: 'app.bsky.feed.defs#notFoundPost', uri: root, notFound: true },
      { $type: 'app.bsky.feed.defs#blockedPost', uri: root, blocked: true, author: { did: ben } },
      null,
      odd,
    ]
    answer({ [getPostThread]: { body: { thread: node('root', replies) } } })
    const result = await read()
    expect(result.items).toMatchObject([{ text: 'ccc', inReplyTo: odd.post.uri }])
    expect(result.rejected).toEqual([{ externalId: odd.post.uri, reason: 'record.text: invalid_type' }])
  })

  it('pages through a thread, newest first, and then into what was cut off', async () => {
    const cut = node('aaaa', undefined, { replyCount: 1 })
    const threads: Record<string, object> = {
      [root]: node('root', [node('a', [node('aaa', [cut])]), node('aa', [])]),
      [cut.post.uri]: node('aaaa', [node('aaaaa', [])]),
    }
    answer({ [getPostThread]: (query) => ({ body: { thread: threads[query.get('uri') ?? ''] } }) })
    const texts: (string | null)[][] = []
    let cursor: string | null = null
    do {
      const result: Awaited<ReturnType<typeof read>> = await read({ cursor, limit: 2 })
      texts.push(result.items.map(({ text }) => text))
      cursor = result.next
    } while (cursor !== null)
    expect(texts).toEqual([['aaaa', 'aaa'], ['aa', 'a'], ['aaaaa']])
  })

  it('gives a place in the thread to what could not be read only once', async () => {
    const replies = [node('a', []), node('aa', []), node('aaa', [], { cid: 0 })]
    answer({ [getPostThread]: { body: { thread: node('root', replies) } } })
    const first = await read({ limit: 1 })
    expect(first.rejected.length).toBe(1)
    expect((await read({ limit: 1, cursor: first.next })).rejected.length).toBe(0)
  })

  it('keeps its cursor small', async () => {
    const replies = Array.from({ length: 300 }, (_, index) => {
      const leaf = node('a', undefined, { replyCount: 1 })
      return { ...leaf, post: { ...leaf.post, uri: `at://${ada}/app.bsky.feed.post/${index}` } }
    })
    answer({ [getPostThread]: { body: { thread: node('root', replies) } } })
    const result = await read({ limit: 500 })
    expect(result.items.length).toBe(300)
    expect(result.rejected.length).toBe(100)
    expect(result.next?.length).toBeLessThan(20_000)
  })

  it('says that a post is not there', async () => {
    answer({ [getPostThread]: { status: 400, body: { error: 'NotFound', message: 'Post not found: at://' } } })
    await expect(read()).rejects.toMatchObject({ code: 'provider_not_found' })
    answer({ [getPostThread]: { body: { thread: { notFound: true } } } })
    await expect(read()).rejects.toMatchObject({ code: 'provider_not_found' })
  })

  it('asks nothing about a repost, which has no thread', async () => {
    const subjectExternalId = `at://${ada}/app.bsky.feed.repost/1`
    expect(await bluesky().readers.comments({ ...pageOf(), subjectExternalId })).toMatchObject({
      items: [],
      next: null,
      calls: 0,
    })
  })

  it.each(['', '[]', '{}', '[["x"],null]', '[[],null]', `[["${root}"],[1,"x"]]`])(
    'refuses the cursor %j',
    async (cursor) => {
      await expect(read({ cursor })).rejects.toMatchObject({ code: 'invalid_cursor' })
    },
  )
})
