import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { createClient } from '@socius/core/client'
import { NextRequest } from 'next/server.js'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createExpressApp } from './express.ts'
import { createFastifyApp } from './fastify.ts'
import { createHonoApp } from './hono.ts'
import { createRouteHandlers } from './next.ts'
import { createSocial, type Social } from './social.ts'

/** How requests reach a mount, and how it is taken down. */
interface Mounted {
  fetch(path: string, init: RequestInit): Promise<Response>
  close(): Promise<unknown>
}

interface Listening {
  address(): AddressInfo | string | null
  once(event: 'listening', then: () => void): unknown
  close(then: () => void): unknown
  closeAllConnections?(): void
}

async function overNetwork(server: Listening): Promise<Mounted> {
  if (server.address() === null) await new Promise<void>((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  return {
    fetch: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(resolve)
        server.closeAllConnections?.()
      }),
  }
}

const mounts: Record<string, (social: Social) => Promise<Mounted>> = {
  express: (social) => overNetwork(createExpressApp(social).listen(0, '127.0.0.1')),
  hono: (social) => overNetwork(serve({ fetch: createHonoApp(social).fetch, port: 0, hostname: '127.0.0.1' })),
  async fastify(social) {
    const app = createFastifyApp(social)
    await app.listen({ port: 0, host: '127.0.0.1' })
    return overNetwork(app.server)
  },
  async next(social) {
    const handlers = createRouteHandlers(social)
    return {
      async fetch(path, { signal, ...init }) {
        const method = (init.method ?? 'GET') as keyof typeof handlers
        const asked = { ...init, ...(signal && { signal }) }
        const request = new NextRequest(
          `http://127.0.0.1:3000${path}`,
          asked as ConstructorParameters<typeof NextRequest>[1],
        )
        return handlers[method](request)
      },
      close: async () => undefined,
    }
  },
}

const ada = { authorization: 'Bearer ada' }
const json = { ...ada, 'content-type': 'application/json' }

describe.each(Object.entries(mounts))('mounted in %s', (_name, mount) => {
  let social: Social
  let ended: string[]
  let mounted: Mounted
  beforeAll(async () => {
    ;({ social, ended } = await createSocial())
    mounted = await mount(social)
  })
  afterAll(async () => {
    await mounted.close()
    await social.close()
  })

  it('a command writes and a query reads, through the client', async () => {
    const client = createClient<Social>({
      url: '/social',
      headers: ada,
      fetch: mounted.fetch,
      queries: ['lessons.search'],
    })
    const published = await client.activities.publish({ personId: 'ada', text: 'Hello ✓' })
    expect(await client.activities.get({ activityId: published.id })).toEqual(published)
    const { items } = await client.feed.home({ limit: 1 })
    expect(items[0]?.activity).toEqual(published)
    expect(await client.lessons.search({ topics: ['a b', 'c&d'], isOpen: true })).toEqual({
      items: [{ topic: 'a b' }, { topic: 'c&d' }],
      next: null,
    })
  })

  it('a failure is a problem', async () => {
    const response = await mounted.fetch('/social/activities/get?activityId=nothing', { headers: ada })
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({ code: 'not_found', details: { activityId: 'nothing' } })
    expect((await mounted.fetch('/social/feed/home', {})).status).toBe(401)
    const unknown = await mounted.fetch('/social/no/such', { headers: ada })
    expect([unknown.status, unknown.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
  })

  it('what has not changed is not sent again', async () => {
    const first = await mounted.fetch('/social/people/get?personId=ada', { headers: ada })
    const tag = first.headers.get('etag') ?? ''
    expect(tag).not.toBe('')
    await first.text()
    const again = await mounted.fetch('/social/people/get?personId=ada', { headers: { ...ada, 'if-none-match': tag } })
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', tag])
  })

  it('HEAD and OPTIONS are answered', async () => {
    const head = await mounted.fetch('/social/people/get?personId=ada', { method: 'HEAD', headers: ada })
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(100)
    const options = await mounted.fetch('/social/people/get', { method: 'OPTIONS' })
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, POST, OPTIONS'])
  })

  it('an operation ends when nobody waits for it any more', async () => {
    const controller = new AbortController()
    const asked = mounted.fetch('/social/lessons/watch?lessonId=late', { headers: ada, signal: controller.signal })
    const seen = asked.then(({ status }) => status).catch((error: unknown) => (error as Error).name)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(ended).toEqual([])
    controller.abort()
    expect(['AbortError', 499]).toContain(await seen)
    await vi.waitFor(() => expect(ended).toEqual(['late']))
  })

  it('a body over the limit is refused, with a length beforehand or without', async () => {
    const large = JSON.stringify({ personId: 'ada', text: 'x'.repeat(10_000) })
    const declared = await mounted.fetch('/social/activities/publish', { method: 'POST', headers: json, body: large })
    expect([declared.status, await declared.json()]).toMatchObject([413, { details: { maxBodyBytes: 10_000 } }])
    const body = new Blob([large]).stream()
    const init = { method: 'POST', headers: json, body, duplex: 'half' } as RequestInit
    expect((await mounted.fetch('/social/activities/publish', init)).status).toBe(413)
    const fitting = JSON.stringify({ personId: 'ada', text: 'x'.repeat(5000) })
    const chunked = { method: 'POST', headers: json, body: new Blob([fitting]).stream(), duplex: 'half' } as RequestInit
    expect((await mounted.fetch('/social/activities/publish', chunked)).status).toBe(200)
  })

  it('a form of another site changes nothing', async () => {
    const form = { ...ada, 'content-type': 'text/plain', origin: 'https://evil.example' }
    const response = await mounted.fetch('/social/activities/publish', { method: 'POST', headers: form, body: '{}' })
    expect(response.status).toBe(403)
  })
})
