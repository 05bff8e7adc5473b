import { isSociusError, type SociusError } from '@socius/core/provider'
import { describe, expect, it } from 'vitest'
import { createHttp, type HttpOptions } from './create-http.js'

const signal = new AbortController().signal
const now = Date.parse('2026-03-02T10:00:00Z')

/** A `fetch` that gives these answers in turn and keeps the requests. */
function scripted(...answers: readonly (Response | (() => Promise<Response>))[]) {
  const requests: Request[] = []
  const fetch: typeof globalThis.fetch = (input, init) => {
    const answer = answers[requests.length]
    requests.push(new Request(input, init))
    if (answer === undefined) throw new Error('One request too many.')
    return answer instanceof Response ? Promise.resolve(answer) : answer()
  }
  const http = (options: HttpOptions = {}) => createHttp({ fetch, clock: { now: () => now }, ...options })
  return { requests, http }
}

const redirect = (status: number, location: string) => new Response(null, { status, headers: { location } })

async function failure(work: Promise<unknown>): Promise<SociusError> {
  const error = await work.then(
    () => new Error('It did not fail.'),
    (thrown: unknown) => thrown,
  )
  if (isSociusError(error)) return error
  throw error
}

describe('createHttp', () => {
  it('builds the request it was asked for', async () => {
    const { requests, http } = scripted(Response.json({ a: 1 }, { headers: { etag: '"1"' } }))
    const answer = await http({ userAgent: 'host/1' }).json({
      url: 'https://example.com/x?a=1',
      query: { q: 'a b', ids: ['1', '2'], limit: 5, all: true, no: null, none: undefined },
      headers: { authorization: 'Bearer t' },
      signal,
    })
    expect(answer).toMatchObject({
      status: 200,
      value: { a: 1 },
      calls: 1,
      movedTo: null,
      rateLimit: null,
      validators: { etag: '"1"', lastModified: null },
    })
    expect(requests[0]?.url).toBe('https://example.com/x?a=1&q=a+b&ids=1&ids=2&limit=5&all=true')
    expect(Object.fromEntries(requests[0]?.headers ?? [])).toEqual({
      accept: 'application/json',
      authorization: 'Bearer t',
      'user-agent': 'host/1',
    })
  })

  it('sends a body as JSON', async () => {
    const { requests, http } = scripted(Response.json({}))
    await http().json({ url: 'https://example.com/', method: 'POST', json: { a: 1 }, signal })
    expect(requests[0]?.method).toBe('POST')
    expect(await requests[0]?.json()).toEqual({ a: 1 })
  })

  it('asks for what has changed only, and hands over that nothing has', async () => {
    const { requests, http } = scripted(new Response(null, { status: 304 }), new Response(null, { status: 304 }))
    const validators = { etag: '"1"', lastModified: 'Mon, 02 Mar 2026 10:00:00 GMT' }
    const answer = await http().bytes({ url: 'https://example.com/', validators, signal })
    expect(answer.status).toBe(304)
    expect(requests[0]?.headers.get('if-none-match')).toBe('"1"')
    expect(requests[0]?.headers.get('if-modified-since')).toBe(validators.lastModified)
    const unasked = await failure(http().bytes({ url: 'https://example.com/', signal }))
    expect(unasked.code).toBe('provider_malformed')
  })

  it.each([
    [400, 'provider_rejected', false],
    [401, 'provider_unauthorized', false],
    [402, 'provider_rejected', false],
    [403, 'provider_forbidden', false],
    [404, 'provider_not_found', false],
    [408, 'provider_unavailable', true],
    [410, 'provider_not_found', false],
    [422, 'provider_rejected', false],
    [429, 'provider_rate_limited', true],
    [451, 'provider_rejected', false],
    [500, 'provider_unavailable', true],
    [503, 'provider_unavailable', true],
    [300, 'provider_malformed', false],
    [304, 'provider_malformed', false],
  ] as const)('turns %i into %s', async (status, code, retryable) => {
    const { http } = scripted(new Response(status === 304 ? null : 'SECRET', { status, statusText: 'SECRET' }))
    const error = await failure(http().json({ url: 'https://example.com/a/b?token=SECRET', signal }))
    expect(error).toMatchObject({ code, retryable, details: { host: 'example.com', path: '/a/b', status } })
    expect(`${error.message}${error.stack}${JSON.stringify(error)}`).not.toContain('SECRET')
    expect(error.cause).toBeUndefined()
  })

  it('says how long to wait, when the answer does', async () => {
    const answers = [
      new Response(null, { status: 429, headers: { 'retry-after': '7' } }),
      new Response(null, {
        status: 429,
        headers: { 'ratelimit-remaining': '0', 'ratelimit-reset': `${now / 1000 + 9}` },
      }),
      new Response(null, { status: 503, headers: { 'retry-after': 'Mon, 02 Mar 2026 10:01:00 GMT' } }),
      new Response(null, { status: 429 }),
    ]
    const { http } = scripted(...answers)
    const client = http()
    const waits: (number | undefined)[] = []
    for (const _ of answers)
      waits.push((await failure(client.json({ url: 'https://example.com/', signal }))).retryAfter)
    expect(waits).toEqual([7000, 9000, 60_000, undefined])
  })

  it('hands over the statuses that the reader wants to see, and their error', async () => {
    const body = () => Response.json({ error: 'RecordNotFound' }, { status: 400 })
    const { http } = scripted(body(), new Response('<html>', { status: 400 }))
    const client = http()
    const answer = await client.json({ url: 'https://example.com/', expect: [400], signal })
    expect(answer).toMatchObject({ status: 400, value: { error: 'RecordNotFound' } })
    expect(client.statusError(answer).code).toBe('provider_rejected')
    const other = await failure(client.json({ url: 'https://example.com/', expect: [400], signal }))
    expect(other.code).toBe('provider_rejected')
  })

  it.each(['', '{"a":', '<html></html>', '['.repeat(1000)])(
    'calls a body malformed that is not JSON: %j',
    async (body) => {
      const { http } = scripted(new Response(body))
      expect((await failure(http().json({ url: 'https://example.com/', signal }))).code).toBe('provider_malformed')
    },
  )

  it('follows redirects, and remembers where the source has moved', async () => {
    const { requests, http } = scripted(
      redirect(301, '/new'),
      redirect(308, 'https://www.example.com/feed'),
      redirect(302, 'https://cdn.example.com/feed'),
      new Response('x'),
    )
    const answer = await http().bytes({ url: 'https://example.com/old', signal })
    expect(requests.map(({ url }) => url)).toEqual([
      'https://example.com/old',
      'https://example.com/new',
      'https://www.example.com/feed',
      'https://cdn.example.com/feed',
    ])
    expect(answer).toMatchObject({ calls: 4, url: new URL('https://cdn.example.com/feed') })
    expect(answer.movedTo?.href).toBe('https://www.example.com/feed')
  })

  it('gives another origin nothing that identifies the account', async () => {
    const { requests, http } = scripted(
      redirect(302, '/same'),
      redirect(302, 'https://evil.example/'),
      redirect(302, 'https://example.com/'),
      new Response('x'),
    )
    const headers = { authorization: 'Bearer t', cookie: 'c', 'api-key': 'k', accept: 'text/xml' }
    await http().bytes({ url: 'https://example.com/', headers, signal })
    expect(requests.map((request) => request.headers.has('authorization'))).toEqual([true, true, false, false])
    expect(requests[2]?.headers.has('cookie') || requests[2]?.headers.has('api-key')).toBe(false)
    expect(requests[2]?.headers.get('accept')).toBe('text/xml')
  })

  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://[::ffff:169.254.169.254]/',
    'https://user:secret@example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://',
  ])('does not follow a redirect to %s', async (location) => {
    const { requests, http } = scripted(redirect(302, location))
    const error = await failure(http().bytes({ url: 'https://example.com/', signal }))
    expect(error.code).toBe('provider_malformed')
    expect(requests).toHaveLength(1)
    expect(`${error.message}${JSON.stringify(error.details)}`).not.toContain('secret')
  })

  it('gives up on a loop of redirects', async () => {
    const { requests, http } = scripted(...Array.from({ length: 20 }, () => redirect(302, 'https://example.com/')))
    expect((await failure(http().bytes({ url: 'https://example.com/', signal }))).code).toBe('provider_malformed')
    expect(requests).toHaveLength(6)
  })

  it('does not send a POST anywhere else', async () => {
    const { requests, http } = scripted(redirect(307, 'https://other.example/'))
    const error = await failure(http().json({ url: 'https://example.com/', method: 'POST', json: {}, signal }))
    expect(error.code).toBe('provider_malformed')
    expect(requests).toHaveLength(1)
  })

  it('refuses an address before it asks', async () => {
    const { requests, http } = scripted()
    for (const url of ['http://10.0.0.1/', 'https://a:b@example.com/', 'example.com']) {
      expect((await failure(http().bytes({ url, signal }))).code).toBe('invalid_input')
    }
    expect(requests).toHaveLength(0)
  })

  it.each([
    { timeout: 0 },
    { timeout: 1.5 },
    { timeout: 2 ** 31 },
    { maxBytes: -1 },
    { userAgent: '' },
    { userAgent: 'a\nb' },
  ])('refuses the option %j', (options) => {
    expect(() => createHttp(options)).toThrowError(expect.objectContaining({ code: 'invalid_option' }))
  })
})
