import { describe, expect, it } from 'vitest'
import { createHttpSocial, origin } from '../../test-support/create-http-social.js'

const json = { 'content-type': 'application/json' }

/** A body that comes in pieces, with no length beforehand; says how many pieces were taken. */
function streamed(piece: Uint8Array<ArrayBuffer>, pieces: number) {
  let taken = 0
  let isCancelled = false
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (taken++ === pieces) controller.close()
      else controller.enqueue(piece)
    },
    cancel() {
      isCancelled = true
    },
  })
  return { body, taken: () => taken, isCancelled: () => isCancelled }
}

describe('the body of a request', () => {
  it.each([
    ['a form', 'application/x-www-form-urlencoded'],
    ['a form with a file', 'multipart/form-data; boundary=x'],
    ['plain text', 'text/plain'],
    ['JSON called plain text', 'text/plain;application/json'],
    ['something like JSON', 'application/jsonp'],
    ['another charset', 'application/json; charset=utf-16'],
    ['an unknown parameter', 'application/json; version=1'],
    ['no type', ''],
  ])('is refused with 415: %s', async (_what, type) => {
    const { ask } = await createHttpSocial()
    const headers: Record<string, string> = type === '' ? {} : { 'content-type': type }
    const body = new TextEncoder().encode('{"text":"x"}')
    const response = await ask('/social/echo/write', { method: 'POST', headers, body })
    expect([response.status, response.headers.get('accept-post')]).toEqual([415, 'application/json'])
  })

  it.each(['application/json', 'Application/JSON; charset=UTF-8', 'application/json;charset="utf-8"'])(
    'is taken as %s',
    async (type) => {
      const { send } = await createHttpSocial()
      const response = await send('/social/echo/write', { text: 'ä' }, { headers: { 'content-type': type } })
      expect(await response.json()).toEqual({ text: 'ä' })
    },
  )

  it('is refused with 415 when it is compressed', async () => {
    const { send } = await createHttpSocial()
    expect((await send('/social/echo/write', {}, { headers: { 'content-encoding': 'gzip' } })).status).toBe(415)
  })

  it.each([
    ['cut JSON', '{"text":'],
    ['no JSON', 'hunter2'],
    ['two values', '{} {}'],
    ['a comment', '{/* x */}'],
    ['NaN', '{"a":NaN}'],
    ['a key that would change a prototype', '{"__proto__":{"isAdmin":true}}'],
    ['the same, escaped and deep', '{"a":[{"\\u005f_proto__":1}]}'],
    ['a value that is no object', '[]'],
    ['a text', '"x"'],
  ])('is refused with 400, and not repeated: %s', async (_what, body) => {
    const { ask } = await createHttpSocial()
    const response = await ask('/social/echo/write', { method: 'POST', headers: json, body })
    const text = await response.text()
    expect([response.status, text.includes('hunter2')]).toEqual([400, false])
    expect(JSON.parse(text)).toMatchObject({ code: 'invalid_input' })
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  })

  it('is refused with 400 when it is not UTF-8', async () => {
    const { ask } = await createHttpSocial()
    const body = new Uint8Array([...new TextEncoder().encode('{"text":"'), 0xc3, 0x28, 0x22, 0x7d])
    expect((await ask('/social/echo/write', { method: 'POST', headers: json, body })).status).toBe(400)
  })

  it('may be nested as deep as any input, and no deeper', async () => {
    const { ask } = await createHttpSocial()
    const nested = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`
    const post = (body: string) => ask('/social/echo/write', { method: 'POST', headers: json, body })
    expect((await post(nested(60))).status).toBe(200)
    expect((await post(nested(70))).status).toBe(400)
    expect((await post(nested(400_000))).status).toBe(400)
  })

  it('may be left out where nothing has to be said', async () => {
    const { ask } = await createHttpSocial()
    expect((await ask('/social/echo/read', { method: 'POST', headers: json })).status).toBe(200)
    expect((await ask('/social/echo/read', { method: 'POST', headers: json, body: ' ' })).status).toBe(200)
  })

  it('keeps names that objects have of their own harmless', async () => {
    const { ask } = await createHttpSocial()
    const body = '{"constructor":{"prototype":{"isAdmin":true}},"hasOwnProperty":1,"toString":2}'
    const response = await ask('/social/echo/write', { method: 'POST', headers: json, body })
    expect(await response.text()).toBe(body)
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  })

  it('is refused with 413 by its declared length, before it is read', async () => {
    const { ask } = await createHttpSocial({ maxBodyBytes: 100 })
    const { body, taken } = streamed(new Uint8Array(10), 1000)
    const headers = { ...json, 'content-length': '101' }
    const response = await ask('/social/echo/write', { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({ code: 'invalid_input', details: { maxBodyBytes: 100 } })
    expect(taken()).toBeLessThan(3)
  })

  it('is refused with 413 while it is read, and the rest is not fetched', async () => {
    const { ask } = await createHttpSocial({ maxBodyBytes: 100 })
    const { body, taken, isCancelled } = streamed(new Uint8Array(10).fill(0x20), 100_000)
    const init = { method: 'POST', headers: json, body, duplex: 'half' } as RequestInit
    expect((await ask('/social/echo/write', init)).status).toBe(413)
    expect(taken()).toBeLessThan(20)
    expect(isCancelled()).toBe(true)
  })

  it('may be exactly as large as the limit, however it comes', async () => {
    const text = `{"text":"${'x'.repeat(89)}"}`
    const { ask } = await createHttpSocial({ maxBodyBytes: text.length })
    const { body } = streamed(new TextEncoder().encode(text), 1)
    const init = { method: 'POST', headers: json, body, duplex: 'half' } as RequestInit
    expect((await ask('/social/echo/write', init)).status).toBe(200)
    const declared = { ...json, 'content-length': String(text.length) }
    expect((await ask('/social/echo/write', { method: 'POST', headers: declared, body: text })).status).toBe(200)
    const wrong = { ...json, 'content-length': '-1' }
    expect((await ask('/social/echo/write', { method: 'POST', headers: wrong, body: text })).status).toBe(400)
  })

  it('that breaks off is a 400, or nobody’s when the caller has gone', async () => {
    const { ask } = await createHttpSocial()
    const broken = () => new ReadableStream({ pull: (controller) => controller.error(new Error('hunter2')) })
    const init = (signal?: AbortSignal) =>
      ({ method: 'POST', headers: json, body: broken(), duplex: 'half', ...(signal && { signal }) }) as RequestInit
    const response = await ask('/social/echo/write', init())
    expect([response.status, (await response.text()).includes('hunter2')]).toEqual([400, false])
    expect((await ask('/social/echo/write', init(AbortSignal.abort()))).status).toBe(499)
  })
})

describe('pages of other origins', () => {
  const evil = 'https://evil.example'
  const app = 'https://app.example'

  it.each<[string, Record<string, string>, number]>([
    ['no page at all', {}, 200],
    ['a page of the same origin', { origin, 'sec-fetch-site': 'same-origin' }, 200],
    ['an old browser on the same origin', { origin }, 200],
    ['the same host behind a proxy that ends TLS', { origin: origin.replace('https', 'http') }, 200],
    [
      'a page of the same origin, though a proxy renames the host',
      { origin: app, 'sec-fetch-site': 'same-origin' },
      200,
    ],
    ['an address that was typed in', { 'sec-fetch-site': 'none' }, 200],
    ['another origin', { origin: evil }, 403],
    ['another origin, in a new browser', { origin: evil, 'sec-fetch-site': 'cross-site' }, 403],
    ['another site that hides its origin', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a sibling on the same site', { origin: 'https://x.host.example', 'sec-fetch-site': 'same-site' }, 403],
    ['another port', { origin: `${origin}:8443` }, 403],
    ['a sandboxed page', { origin: 'null' }, 403],
    ['a name that only ends alike', { origin: 'https://evilhost.example' }, 403],
    ['an origin that cannot be read', { origin: 'host.example' }, 403],
  ])('%s', async (_what, headers, status) => {
    const { send } = await createHttpSocial()
    const response = await send('/social/echo/write', {}, { headers })
    expect(response.status).toBe(status)
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('may link to a read, and can neither embed nor fetch it', async () => {
    const { ask, send } = await createHttpSocial()
    const cross = { 'sec-fetch-site': 'cross-site' }
    expect((await ask('/social/echo/read', { headers: { ...cross, 'sec-fetch-mode': 'navigate' } })).status).toBe(200)
    expect((await ask('/social/echo/read', { headers: { ...cross, 'sec-fetch-mode': 'no-cors' } })).status).toBe(403)
    expect((await ask('/social/echo/read', { headers: { ...cross, origin: evil } })).status).toBe(403)
    const posted = await send('/social/echo/write', {}, { headers: { ...cross, 'sec-fetch-mode': 'navigate' } })
    expect(posted.status).toBe(403)
    expect(posted.headers.get('cross-origin-resource-policy')).toBe('same-origin')
  })

  it.each([
    ['a list', [app]],
    ['a function', (asked: string) => asked === app],
  ])('are let in by %s, and only they', async (_what, origins) => {
    const { send, ask } = await createHttpSocial({ cors: { origins, credentials: true } })
    const headers = { origin: app, 'sec-fetch-site': 'cross-site' }
    const allowed = await send('/social/echo/write', {}, { headers })
    expect(allowed.status).toBe(200)
    expect(allowed.headers.get('access-control-allow-origin')).toBe(app)
    expect(allowed.headers.get('access-control-allow-credentials')).toBe('true')
    expect(allowed.headers.get('access-control-expose-headers')).toBe('ETag, Retry-After')
    expect(allowed.headers.get('vary')).toBe('Cookie, Authorization, Origin')
    const problem = await ask('/social/nothing/here', { headers })
    expect([problem.status, problem.headers.get('access-control-allow-origin')]).toEqual([404, app])
    for (const other of [evil, 'null', `${app}.evil.example`, `${app}:444`]) {
      const refused = await send('/social/echo/write', {}, { headers: { origin: other } })
      expect([other, refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([other, 403, null])
      expect(refused.headers.get('vary')).toContain('Origin')
    }
  })

  it('are never asked for credentials when everybody may read', async () => {
    const { ask } = await createHttpSocial({ cors: { origins: ['*'] } })
    const response = await ask('/social/echo/read', { headers: { origin: evil, 'sec-fetch-site': 'cross-site' } })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-allow-credentials')).toBeNull()
  })

  it('are told beforehand what they may send, without a login', async () => {
    const { ask } = await createHttpSocial({ cors: { origins: [app], headers: ['X-Csrf'] } })
    const preflight = (from: string) =>
      ask('/social/activities/publish', {
        method: 'OPTIONS',
        headers: { origin: from, 'x-actor': '', 'access-control-request-method': 'POST' },
      })
    const allowed = await preflight(app)
    expect(allowed.status).toBe(204)
    expect(Object.fromEntries(allowed.headers)).toMatchObject({
      'access-control-allow-origin': app,
      'access-control-allow-methods': 'POST, OPTIONS',
      'access-control-allow-headers': 'content-type, authorization, if-none-match, last-event-id, X-Csrf',
      'access-control-max-age': '600',
    })
    const refused = await preflight(evil)
    expect([refused.status, refused.headers.get('access-control-allow-methods')]).toEqual([403, null])
  })
})
