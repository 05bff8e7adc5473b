import { createServer, type RequestListener, type Server } from 'node:http'
import { gzipSync } from 'node:zlib'
import { isSociusError } from '@socius/core/provider'
import { afterEach, describe, expect, it } from 'vitest'
import { createHttp, type HttpOptions } from './create-http.js'

let server: Server | undefined

/** A client and the address of a real server on loopback. */
async function serve(listener: RequestListener, options: HttpOptions = {}) {
  const started = createServer(listener)
  server = started
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  const bound = started.address()
  const port = typeof bound === 'object' ? bound?.port : undefined
  return {
    http: createHttp({ allowPrivateHosts: true, ...options }),
    url: `http://127.0.0.1:${port}/path?token=SECRET`,
  }
}

afterEach(async () => {
  server?.closeAllConnections()
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)))
  server = undefined
})

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!isSociusError(error)) return String(error)
  expect(`${error.message}${error.stack}${JSON.stringify(error)}${String(error.cause)}`).not.toContain('SECRET')
  return error.code
}

const live = new AbortController().signal

describe('exchange with a real server', () => {
  it('unpacks a compressed body', async () => {
    const { http, url } = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":1}'))
    })
    expect((await http.json({ url, signal: live })).value).toEqual({ a: 1 })
  })

  it('hands over that nothing has changed', async () => {
    const { http, url } = await serve((request, response) => {
      const unchanged = request.headers['if-none-match'] === '"1"'
      response.writeHead(unchanged ? 304 : 200, { etag: '"1"' }).end(unchanged ? undefined : 'x')
    })
    const { validators } = await http.bytes({ url, signal: live })
    const again = await http.bytes({ url, validators, signal: live })
    expect(again).toMatchObject({ status: 304, validators: { etag: '"1"', lastModified: null } })
  })

  it('stops at the cap when a small body unpacks into a large one', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, 0x20))
    const { http, url } = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
    })
    expect(await codeOf(http.json({ url, signal: live }))).toBe('provider_malformed')
  })

  it('does not start on a body that says it is too large, nor end one that does not say', async () => {
    let sent = 0
    const { http, url } = await serve(
      (request, response) => {
        const chunk = Buffer.alloc(100_000, 0x20)
        if (request.headers['accept'] === 'said') response.setHeader('content-length', '50000000')
        const write = (): void => {
          while (!response.destroyed && sent < 50_000_000) {
            sent += chunk.byteLength
            if (!response.write(chunk)) return void response.once('drain', write)
          }
          response.end()
        }
        response.on('error', () => undefined)
        write()
      },
      { maxBytes: 1_000_000 },
    )
    expect(await codeOf(http.bytes({ url, headers: { accept: 'said' }, signal: live }))).toBe('provider_malformed')
    sent = 0
    expect(await codeOf(http.bytes({ url, signal: live }))).toBe('provider_malformed')
    expect(sent).toBeLessThan(20_000_000)
  })

  it('times out while it waits for an answer, and while it waits for the rest of one', async () => {
    const { http, url } = await serve(
      (request, response) => {
        if (request.headers['accept'] === 'begin') response.writeHead(200).write('{')
      },
      { timeout: 50 },
    )
    expect(await codeOf(http.json({ url, signal: live }))).toBe('provider_unavailable')
    expect(await codeOf(http.json({ url, headers: { accept: 'begin' }, signal: live }))).toBe('provider_unavailable')
  })

  it('is unavailable when the connection breaks, before the answer and within it', async () => {
    const { http, url } = await serve((request, response) => {
      if (request.headers['accept'] === 'begin') response.writeHead(200, { 'content-length': '1000' }).write('{"a":')
      setTimeout(() => response.destroy(), 10)
    })
    expect(await codeOf(http.json({ url, signal: live }))).toBe('provider_unavailable')
    expect(await codeOf(http.json({ url, headers: { accept: 'begin' }, signal: live }))).toBe('provider_unavailable')
  })

  it('is unavailable when nobody listens', async () => {
    const { http, url } = await serve(() => undefined)
    await new Promise((resolve) => server?.close(resolve))
    const error = await http.json({ url, signal: live }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'provider_unavailable', retryable: true, details: { reason: 'ECONNREFUSED' } })
  })

  it('is malformed when a body ends too early without breaking', async () => {
    const { http, url } = await serve((_, response) => response.end('{"a":[1,2'))
    expect(await codeOf(http.json({ url, signal: live }))).toBe('provider_malformed')
  })

  it('stops at its signal: before, while waiting, and within the body', async () => {
    let requests = 0
    const { http, url } = await serve((request, response) => {
      requests += 1
      if (request.headers['accept'] === 'begin') response.writeHead(200).write('{')
    })
    expect(await codeOf(http.json({ url, signal: AbortSignal.abort() }))).toBe('aborted')
    expect(requests).toBe(0)
    expect(await codeOf(http.json({ url, signal: AbortSignal.timeout(30) }))).toBe('aborted')
    expect(await codeOf(http.json({ url, headers: { accept: 'begin' }, signal: AbortSignal.timeout(30) }))).toBe(
      'aborted',
    )
  })

  it('stops at its signal when the host passes a fetch that does not watch it', async () => {
    const deaf: typeof globalThis.fetch = () => new Promise(() => undefined)
    const http = createHttp({ fetch: deaf })
    expect(await codeOf(http.json({ url: 'https://example.com/', signal: AbortSignal.timeout(10) }))).toBe('aborted')
    const stuck = createHttp({ fetch: () => Promise.resolve(new Response(new ReadableStream())), timeout: 20 })
    expect(await codeOf(stuck.json({ url: 'https://example.com/', signal: live }))).toBe('provider_unavailable')
  })

  it('leaves no listener behind on a signal that outlives the call', async () => {
    const { http, url } = await serve((_, response) => response.end('{}'))
    const controller = new AbortController()
    let listeners = 0
    const { signal } = controller
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    signal.addEventListener = (...parts: Parameters<typeof add>) => {
      listeners += 1
      add(...parts)
    }
    signal.removeEventListener = (...parts: Parameters<typeof remove>) => {
      listeners -= 1
      remove(...parts)
    }
    for (let call = 0; call < 5; call += 1) await http.json({ url, signal })
    expect(listeners).toBe(0)
  })
})
