import { describe, expect, it } from 'vitest'
import { createHttpSocial, failure } from '../../test-support/create-http-social.js'
import { createTestSocial } from '../../test-support/create-test-social.js'
import { type Actor, defineModule, isSociusError, SociusError } from '../index.js'

describe('the paths', () => {
  it('serves a query by GET, and its input stands in the query string', async () => {
    const { social, ask, send } = await createHttpSocial()
    await send('/social/activities/publish', { personId: 'ada', text: 'Hello' })
    const response = await ask('/social/feed/home?limit=1')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json')
    const body = (await response.json()) as { items: { activity: { text: string } }[] }
    expect(body).toEqual(await social.feed.home({ id: 'ada', tenant: 'default', roles: [] }, { limit: 1 }))
    expect(body.items[0]?.activity.text).toBe('Hello')
  })

  it('serves the same query by POST, and a host’s module like its own', async () => {
    const { send, ask } = await createHttpSocial()
    const body = (await (await send('/social/echo/read', { text: 'x', numbers: [1, 2] })).json()) as unknown
    expect(body).toEqual({ text: 'x', numbers: [1, 2], note: null })
    expect(await (await ask('/social/echo/read?text=x&numbers=1&numbers=2')).json()).toEqual(body)
  })

  it('reads every kind of flat value, and leaves what does not fit to the input’s schema', async () => {
    const { ask } = await createHttpSocial()
    const read = async (search: string) => {
      const response = await ask(`/social/echo/read?${search}`)
      return { status: response.status, body: (await response.json()) as unknown }
    }
    expect(await read('text=&count=-3&share=1.5e3&isOpen=false&note=&kinds=post')).toEqual({
      status: 200,
      body: { text: '', count: -3, share: 1500, isOpen: false, note: null, kinds: ['post'] },
    })
    expect(await read('note=null&text=1')).toMatchObject({ status: 200, body: { note: 'null', text: '1' } })
    for (const search of [
      'count=1x',
      'count=',
      'count=0x10',
      'count=1e999',
      'count=%201',
      'count=1.5',
      'isOpen=1',
      'kinds=essay',
      'text=a&text=b',
      'unknown=1',
      '__proto__=1',
      'constructor=1',
      'kinds[]=post',
      'text.x=1',
    ]) {
      const { status, body } = await read(search)
      expect([search, status]).toEqual([search, 400])
      expect(body).toMatchObject({ code: 'invalid_input', type: 'urn:socius:error:invalid_input' })
    }
  })

  it.each([
    ['nothing below the base', '/social'],
    ['a base that only begins alike', '/socialfeed/home'],
    ['an unknown operation', '/social/feed/nothing'],
    ['a module’s own members', '/social/feed/constructor'],
    ['a handle’s method', '/social/close/'],
    ['a trailing slash', '/social/feed/home/'],
    ['a double slash', '/social//feed/home'],
    ['a way up', '/social/feed/..%2Fhome'],
  ])('answers 404 to %s', async (_what, path) => {
    const { ask } = await createHttpSocial()
    const response = await ask(path)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ code: 'not_found', status: 404 })
  })

  it('answers 405 to other methods, and says which there are', async () => {
    const { ask } = await createHttpSocial()
    for (const [method, path, allow] of [
      ['DELETE', '/social/feed/home', 'GET, HEAD, POST, OPTIONS'],
      ['GET', '/social/activities/publish', 'POST, OPTIONS'],
      ['GET', '/social/echo/deep?inner=x', 'POST, OPTIONS'],
      ['PUT', '/social/activities/publish', 'POST, OPTIONS'],
      ['POST', '/social/openapi.json', 'GET, HEAD, OPTIONS'],
    ] as const) {
      const response = await ask(path, { method })
      expect([method, path, response.status, response.headers.get('allow')]).toEqual([method, path, 405, allow])
    }
  })

  it('answers HEAD as GET without the body, and OPTIONS with what may be asked', async () => {
    const { ask } = await createHttpSocial()
    const whole = await ask('/social/echo/read?text=ä')
    const head = await ask('/social/echo/read?text=ä', { method: 'HEAD' })
    expect(await head.text()).toBe('')
    expect(head.status).toBe(200)
    expect(head.headers.get('etag')).toBe(whole.headers.get('etag'))
    expect(head.headers.get('content-length')).toBe(String((await whole.arrayBuffer()).byteLength))
    const options = await ask('/social/echo/read', { method: 'OPTIONS' })
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, POST, OPTIONS'])
  })

  it('has its base where the host wants it', async () => {
    const { ask } = await createHttpSocial({ basePath: '/api/v1/social' })
    expect((await ask('/api/v1/social/echo/read')).status).toBe(200)
    expect((await ask('/social/echo/read')).status).toBe(404)
    const atRoot = await createHttpSocial({ basePath: '' })
    expect((await atRoot.ask('/echo/read')).status).toBe(200)
  })
})

describe('tags', () => {
  it('answers 304 as long as nothing has changed', async () => {
    const { ask, send } = await createHttpSocial()
    const first = await ask('/social/feed/home')
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[\w-]{43}"$/)
    expect(first.headers.get('cache-control')).toBe('private, no-cache')
    expect(first.headers.get('vary')).toBe('Cookie, Authorization')
    const again = (tag: string) => ask('/social/feed/home', { headers: { 'if-none-match': tag } })
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const response = await again(tag)
      expect([tag, response.status, await response.text(), response.headers.get('etag')]).toEqual([tag, 304, '', etag])
    }
    expect((await again('"other"')).status).toBe(200)
    await send('/social/activities/publish', { personId: 'ada', text: 'New' })
    const changed = await again(etag)
    expect([changed.status, changed.headers.get('etag') === etag]).toEqual([200, false])
  })
})

describe('who asks', () => {
  it('answers 401 to nobody, before the body is read', async () => {
    const { ask } = await createHttpSocial()
    const response = await ask('/social/feed/home', { headers: { 'x-actor': '' } })
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ code: 'unauthenticated', retryable: false })
    let isRead = false
    const body = new ReadableStream(
      {
        pull() {
          isRead = true
        },
      },
      { highWaterMark: 0 },
    )
    const init = {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'x-actor': '', 'content-type': 'application/json' },
    }
    expect((await ask('/social/echo/write', init as RequestInit)).status).toBe(401)
    expect(isRead).toBe(false)
  })

  it('runs under the actor that the host names, and never under more', async () => {
    const { send } = await createHttpSocial()
    const manage = (name: string) => send('/social/echo/manage', {}, { headers: { 'x-actor': name } })
    expect((await manage('ada')).status).toBe(403)
    expect((await manage('root')).status).toBe(200)
    const foreign = await send('/social/activities/publish', { personId: 'noor', text: 'Not mine' })
    expect(await foreign.json()).toMatchObject({ status: 403, code: 'forbidden' })
  })

  it('tells nothing of what the host’s authentication says in its error', async () => {
    const { ask, logged } = await createHttpSocial({
      authenticate: () => {
        throw new Error('password hunter2 is wrong')
      },
    })
    const response = await ask('/social/feed/home')
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('hunter2')
    expect(logged).toMatchObject([{ facts: { operation: 'feed/home', code: 'internal' } }])
  })

  it('answers with the error of ours that authentication throws', async () => {
    const { ask } = await createHttpSocial({
      authenticate: () => Promise.reject(new SociusError('busy', 'Later.', { retryable: true, retryAfter: 1500 })),
    })
    const response = await ask('/social/feed/home')
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2'])
  })

  it.each([
    [undefined, 401],
    [{ id: 'ada' }, 500],
    [{ id: '', tenant: 'default', roles: [] }, 500],
    ['ada', 500],
  ])('takes %j for no actor', async (returned, status) => {
    const { ask } = await createHttpSocial({ authenticate: () => returned as Actor })
    expect((await ask('/social/feed/home')).status).toBe(status)
  })
})

describe('failures', () => {
  it('are problems with the fields of the error', async () => {
    const { ask } = await createHttpSocial()
    const response = await ask('/social/activities/get?activityId=nothing')
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({
      type: 'urn:socius:error:not_found',
      title: 'There is no such thing',
      status: 404,
      detail: 'There is no such activity.',
      code: 'not_found',
      retryable: false,
      details: { activityId: 'nothing' },
    })
  })

  it.each<[string, unknown]>([
    ['an unknown error', new Error('secret: hunter2', { cause: 'hunter2' })],
    ['something that is no error', 'hunter2'],
    ['nothing', undefined],
    ['a fault of the store', new SociusError('store_rejected', 'hunter2', { details: { statement: 'hunter2' } })],
    ['a fault of ours', new SociusError('internal', 'hunter2', { details: { x: 'hunter2' } })],
    ['a code of another version', Object.assign(new SociusError('internal', 'hunter2'), { code: 'hunter2' })],
  ])('tell nothing of %s, and are logged', async (_what, thrown) => {
    const { send, logged } = await createHttpSocial()
    failure.next = thrown
    const response = await send('/social/echo/fail', {})
    const text = await response.text()
    expect([response.status, text.includes('hunter2')]).toEqual([500, false])
    expect(logged).toMatchObject([{ message: 'A request failed.', facts: { operation: 'echo/fail', error: thrown } }])
  })

  it('say when to ask again', async () => {
    const { send } = await createHttpSocial()
    failure.next = new SociusError('provider_rate_limited', 'Slower.', { retryable: true, retryAfter: 90_001 })
    const response = await send('/social/echo/fail', {})
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '91'])
    expect(await response.json()).toMatchObject({ retryable: true, retryAfter: 90_001 })
  })

  it('an aborted request stops its operation', async () => {
    const { ask } = await createHttpSocial()
    const controller = new AbortController()
    const asked = ask('/social/echo/wait', { signal: controller.signal })
    setTimeout(() => controller.abort(), 10)
    expect((await asked).status).toBe(499)
  })
})

describe('what the host has to say', () => {
  it('is who asks: without it nothing is served', async () => {
    const { social } = await createTestSocial()
    await expect(social.handler(new Request('https://host.example/social/feed/home'))).rejects.toMatchObject({
      code: 'invalid_option',
    })
  })

  it.each<[string, unknown, RegExp]>([
    ['no function', { authenticate: 'hunter2' }, /http\.authenticate/],
    ['an unknown option', { authenticate: () => null, unknown: 'hunter2' }, /http: .*unknown/],
    ['a base that is no path', { authenticate: () => null, basePath: 'social/' }, /http\.basePath/],
    ['a body limit of nothing', { authenticate: () => null, maxBodyBytes: 0 }, /http\.maxBodyBytes/],
    ['an origin with a path', { authenticate: () => null, cors: { origins: ['https://a.example/x'] } }, /http\.cors/],
    [
      'everybody, with credentials',
      { authenticate: () => null, cors: { origins: ['*'], credentials: true } },
      /http\.cors: with credentials each origin is named/,
    ],
  ])('is checked at the start: %s', async (_what, http, said) => {
    const error: unknown = await createHttpSocial(http as object).catch((thrown: unknown) => thrown)
    expect(isSociusError(error, 'invalid_option') && error.message).toMatch(said)
    expect(String(error)).not.toContain('hunter2')
  })

  it('is refused where an operation’s name cannot stand in a path', async () => {
    const { echo } = await import('../../test-support/create-http-social.js')
    const odd = defineModule({ name: 'odd', operations: { 'a/b': echo.operations.read } })
    const http = { authenticate: () => null }
    await expect(createTestSocial({ http, modules: { odd } })).rejects.toMatchObject({ code: 'invalid_option' })
  })
})
