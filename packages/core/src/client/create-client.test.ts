import { describe, expect, expectTypeOf, it } from 'vitest'
import { createHttpSocial, failure, origin } from '../../test-support/create-http-social.js'
import { actorOf } from '../../test-support/create-test-social.js'
import { type Client, createClient, createInProcessClient, type ErrorCode, pagesOf } from '../client.js'
import {
  type Actor,
  type CallOptions,
  type FeedItem,
  isSociusError,
  type Page,
  type Person,
  type Socius,
  SociusError,
  system,
} from '../index.js'
import { coreQueries } from './core-queries.js'
import { writeQuery } from './write-query.js'

type Social = Awaited<ReturnType<typeof createHttpSocial>>['social']

interface Sent {
  readonly method: string
  readonly path: string
}

async function createPair(actor = 'ada', options: Partial<Parameters<typeof createClient>[0]> = {}) {
  const { social, logged } = await createHttpSocial()
  const sent: Sent[] = []
  const client = createClient<Social>({
    url: `${origin}/social/`,
    headers: { 'x-actor': actor },
    fetch: (url, init) => {
      const request = new Request(url, init)
      sent.push({ method: request.method, path: url.slice(origin.length) })
      return social.handler(request)
    },
    ...options,
  })
  return { social, sent, logged, client, inProcess: createInProcessClient(social, actorOf(actor)) }
}

async function failureOf(promise: Promise<unknown>): Promise<SociusError> {
  const error: unknown = await promise.catch((thrown: unknown) => thrown)
  if (isSociusError(error)) return error
  throw new Error(`Expected an error of ours, got ${String(error)}.`)
}

describe('a client', () => {
  it('has the services without the actor, a host’s modules included, and nothing else', () => {
    expectTypeOf<keyof Client<Social>>().toEqualTypeOf<
      | 'people'
      | 'accounts'
      | 'consents'
      | 'connections'
      | 'memberships'
      | 'activities'
      | 'comments'
      | 'reactions'
      | 'shares'
      | 'sync'
      | 'feed'
      | 'echo'
      | 'events'
    >()
    interface Live {
      subscribe(actor: Actor, options?: object): AsyncIterable<unknown>
      respond(actor: Actor, request: Request): Response
    }
    expectTypeOf<keyof Client<Socius & { readonly live: Live }>>().toEqualTypeOf<keyof Client<Socius>>()
    expectTypeOf<Client<Socius>['people']['get']>().toEqualTypeOf<
      (input: { personId: string; as?: 'public' | 'connection' | undefined }, options?: CallOptions) => Promise<Person>
    >()
    expectTypeOf<Client<Social>['feed']['home']>().toBeCallableWith()
    expectTypeOf<Client<Social>['feed']['home']>().returns.resolves.toExtend<Page<FeedItem>>()
    expectTypeOf<Client<Social>['echo']['manage']>().returns.resolves.toEqualTypeOf<{ isDone: boolean }>()
  })

  it('gives the same over HTTP and in process', async () => {
    const { client, inProcess } = await createPair()
    const published = await client.activities.publish({ personId: 'ada', text: 'Hello "there" ✓', hashtags: ['a b'] })
    expect(await inProcess.activities.get({ activityId: published.id })).toEqual(published)
    expect(await client.activities.get({ activityId: published.id })).toEqual(published)
    expect(await client.feed.home({ limit: 5, kind: 'post' })).toEqual(await inProcess.feed.home({ limit: 5 }))
    expect(await client.feed.home()).toEqual(await inProcess.feed.home())
    const given = { text: 'a&b=c+d e%ä', count: -1, isOpen: false, note: null, kinds: ['post' as const] }
    expect(await client.echo.read(given)).toEqual(await inProcess.echo.read(given))
  })

  it('asks queries by GET, and by POST what an address cannot say', async () => {
    const { client, sent } = await createPair('ada', { queries: ['echo.read'] })
    await client.feed.home({ limit: 1, cursor: null })
    await client.echo.read({ numbers: [1, 2], text: undefined })
    for (const input of [{ text: '' }, { numbers: [] }, { text: 'x'.repeat(5000) }, { text: '\ud800' }]) {
      expect(await client.echo.read(input)).toMatchObject(JSON.parse(JSON.stringify(input)) as object)
    }
    await client.echo.deep({ inner: { text: 'x' } })
    await client.activities.publish({ personId: 'ada', text: 'x' })
    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /social/feed/home?limit=1&cursor=',
      'GET /social/echo/read?numbers=1&numbers=2',
      'POST /social/echo/read',
      'POST /social/echo/read',
      'POST /social/echo/read',
      'POST /social/echo/read',
      'POST /social/echo/deep',
      'POST /social/activities/publish',
    ])
  })

  it('knows the queries of the core by name', async () => {
    const { social } = await createPair()
    const own = (await social.tools(system)).filter(({ name, readOnly }) => readOnly && !name.startsWith('echo_'))
    expect([...coreQueries].sort()).toEqual(own.map(({ name }) => name.replace('_', '.')).sort())
  })

  it('throws the error that the operation has thrown', async () => {
    const { client, inProcess } = await createPair()
    for (const one of [client, inProcess]) {
      expect(await failureOf(one.activities.get({ activityId: 'nothing' }))).toMatchObject({
        code: 'not_found',
        message: 'There is no such activity.',
        retryable: false,
        details: { activityId: 'nothing' },
      })
      failure.next = new SociusError('provider_rate_limited', 'Slower.', { retryable: true, retryAfter: 1234 })
      expect(await failureOf(one.echo.fail({}))).toMatchObject({
        code: 'provider_rate_limited',
        retryable: true,
        retryAfter: 1234,
      })
    }
    expect(await failureOf((await createPair('')).client.feed.home())).toMatchObject({ code: 'unauthenticated' })
  })

  it.each<[string, () => Promise<Response>, Partial<SociusError>]>([
    ['no network', () => Promise.reject(new TypeError('fetch failed')), { code: 'unreachable', retryable: true }],
    [
      'a proxy in between that is at its limit',
      async () => new Response('<html>', { status: 503, headers: { 'retry-after': '7' } }),
      { code: 'unreachable', retryable: true, retryAfter: 7000 },
    ],
    [
      'a login page',
      async () => new Response('<html>', { status: 401 }),
      { code: 'unauthenticated', retryable: false },
    ],
    ['another server', async () => new Response('', { status: 404 }), { code: 'not_found', retryable: false }],
    ['a page where JSON was expected', async () => new Response('<html>'), { code: 'internal', retryable: false }],
    [
      'a problem of a newer version',
      async () =>
        new Response('{"code":"quota_used_up","title":"No more","retryable":true}', {
          status: 429,
          headers: { 'content-type': 'application/problem+json' },
        }),
      { code: 'quota_used_up' as ErrorCode, message: 'No more', retryable: true, details: {} },
    ],
    [
      'a problem that is cut',
      async () => new Response('{"code":', { status: 502, headers: { 'content-type': 'application/problem+json' } }),
      { code: 'unreachable', retryable: true },
    ],
    [
      'an answer that breaks off',
      async () => new Response(new ReadableStream({ pull: (controller) => controller.error(new TypeError('cut')) })),
      { code: 'unreachable', retryable: true },
    ],
  ])('says what is wrong: %s', async (_what, fetch, expected) => {
    const { client } = await createPair('ada', { fetch })
    expect(await failureOf(client.feed.home())).toMatchObject(expected)
  })

  it('ends a call when its signal fires, and the operation with it', async () => {
    const { client, logged } = await createPair()
    const controller = new AbortController()
    const asked = failureOf(client.echo.wait({}, { signal: controller.signal }))
    setTimeout(() => controller.abort(), 10)
    expect(await asked).toMatchObject({ code: 'aborted' })
    expect(logged).toEqual([])
  })

  it('refuses what is no JSON, and keeps what the host’s own headers throw', async () => {
    const { client } = await createPair()
    const ring: Record<string, unknown> = {}
    ring['ring'] = ring
    expect(await failureOf(client.echo.write(ring))).toMatchObject({ code: 'invalid_input' })
    const gone = new Error('no token')
    const other = await createPair('ada', { headers: () => Promise.reject(gone) })
    await expect(other.client.feed.home()).rejects.toBe(gone)
  })

  it('can be awaited and printed like any object', async () => {
    const { client } = await createPair()
    expect(await Promise.resolve(client)).toBe(client)
    expect(client.feed.home).toBe(client.feed.home)
    expect(String(Object.prototype.toString.call(client))).toBe('[object Object]')
  })
})

describe('pagesOf', () => {
  it('walks every page, once and in order', async () => {
    const { client, inProcess, sent } = await createPair()
    for (let number = 0; number < 5; number++) {
      await client.activities.publish({ personId: 'ada', text: `post ${number}` })
    }
    for (const one of [client, inProcess]) {
      const texts: (string | null)[] = []
      for await (const { items } of pagesOf(one.feed.home, { limit: 2 })) {
        texts.push(...items.map(({ activity }) => activity.text))
      }
      expect(texts).toHaveLength(5)
      expect(new Set(texts).size).toBe(5)
    }
    expect(sent.filter(({ path }) => path.startsWith('/social/feed/home'))).toHaveLength(3)
  })

  it('fetches no page that is not asked for', async () => {
    const { client, sent } = await createPair()
    await client.activities.publish({ personId: 'ada', text: 'one' })
    await client.activities.publish({ personId: 'ada', text: 'two' })
    for await (const page of pagesOf(client.feed.home, { limit: 1 })) {
      expect(page.next).not.toBeNull()
      break
    }
    expect(sent.filter(({ method }) => method === 'GET')).toHaveLength(1)
  })
})

describe('writeQuery', () => {
  it.each<[unknown, string | null]>([
    [undefined, ''],
    [{}, ''],
    [{ a: undefined }, ''],
    [{ a: null }, '?a='],
    [{ a: [1, 2], b: true }, '?a=1&a=2&b=true'],
    [{ a: 'ä b' }, '?a=%C3%A4+b'],
    [{ a: '' }, null],
    [{ a: [] }, null],
    [{ a: [null] }, null],
    [{ a: { b: 1 } }, null],
    [{ a: Number.NaN }, null],
    [{ a: 1n }, null],
    [[1], null],
    ['x', null],
    [null, null],
  ])('case %#', (input, expected) => {
    expect(writeQuery(input)).toBe(expected)
  })
})
