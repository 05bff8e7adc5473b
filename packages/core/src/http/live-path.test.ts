import { describe, expect, it } from 'vitest'
import { type Actor, SociusError } from '../index.js'
import { silentLogger } from '../kernel/index.js'
import { createHttp } from './create-http.js'
import type { LiveResponder } from './live-responder.js'

function createLive(respond: LiveResponder['respond']) {
  const http = createHttp({
    options: {
      authenticate: (request) => {
        const id = request.headers.get('x-actor')
        return id === null ? null : { id, tenant: 'default', roles: [] }
      },
      cors: { origins: ['https://app.example'] },
    },
    modules: new Map(),
    run: () => Promise.reject(new Error('nothing is run')),
    logger: silentLogger,
    live: { respond },
  })
  return async (init: RequestInit = {}) =>
    (await http).handler(new Request('https://host.example/social/events?after=7', init))
}

describe('the path of live events', () => {
  it('hands the actor and the request on, and the stream back as it comes', async () => {
    const asked: [Actor, string][] = []
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('data: 1\n\n'))
      },
    })
    const ask = createLive((actor, request) => {
      asked.push([actor, request.url])
      return new Response(stream, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } })
    })
    const response = await ask({ headers: { 'x-actor': 'ada', origin: 'https://app.example' } })
    expect(asked).toEqual([[{ id: 'ada', tenant: 'default', roles: [] }, 'https://host.example/social/events?after=7']])
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'access-control-allow-origin': 'https://app.example',
      vary: 'Cookie, Authorization, Origin',
    })
    const { value } = (await response.body?.getReader().read()) ?? {}
    expect(new TextDecoder().decode(value as Uint8Array)).toBe('data: 1\n\n')
  })

  it('is for those who are known, by GET alone, and not for pages of other origins', async () => {
    const ask = createLive(() => new Response('never'))
    const headers = { 'x-actor': 'ada' }
    expect((await ask()).status).toBe(401)
    expect((await ask({ method: 'POST', headers })).status).toBe(405)
    expect((await ask({ method: 'HEAD', headers })).headers.get('allow')).toBe('GET, OPTIONS')
    expect((await ask({ method: 'OPTIONS' })).headers.get('allow')).toBe('GET, OPTIONS')
    expect((await ask({ headers: { ...headers, origin: 'https://evil.example' } })).status).toBe(403)
  })

  it('turns what the stream throws into a problem', async () => {
    const ask = createLive(() => {
      throw new SociusError('invalid_input', 'No such event.')
    })
    const response = await ask({ headers: { 'x-actor': 'ada' } })
    expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/problem+json'])
  })
})
