import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Platform } from './answer.js'
import type { Exchange } from './exchange.js'

/** The network on a port of this machine. */
export interface NetworkServer {
  /** Without a slash at the end. Bluesky's XRPC lies directly below it, a blog below its host's name. */
  readonly url: string
  /** Where an address of the network is found on this server. */
  urlOf(address: string): string
  /** `fetch` that goes to this server for every address: for providers that take their addresses from people. */
  readonly fetch: typeof globalThis.fetch
  close(): Promise<void>
}

export interface ListenOptions {
  /** @default one that is free */
  readonly port?: number
}

export interface ServerOptions extends ListenOptions {
  readonly exchange: Exchange
  readonly blueskyOrigin: string
  readonly platforms: readonly Platform[]
}

export async function listen({ exchange, blueskyOrigin, platforms, port = 0 }: ServerOptions): Promise<NetworkServer> {
  const { createServer } = await import('node:http')
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const bound = server.address()
  const url = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : port}`

  function urlOf(address: string): string {
    const { origin, host, pathname, search } = new URL(address)
    return origin === blueskyOrigin ? url + pathname + search : `${url}/${host}${pathname}${search}`
  }

  /** The address in the network that a path of this server stands for. */
  function addressOf(path: string): URL | null {
    if (path.startsWith('/xrpc/')) return new URL(path, blueskyOrigin)
    const [, host = '', rest = ''] = /^\/([a-z0-9.-]+(?::\d+)?)(\/.*)$/.exec(path) ?? []
    return (
      ['https', 'http']
        .flatMap((scheme) =>
          URL.canParse(`${scheme}://${host}${rest}`) ? [new URL(`${scheme}://${host}${rest}`)] : [],
        )
        .find((address) => platforms.some((platform) => platform.owns(address))) ?? null
    )
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/'
    const target = addressOf(path)
    if (!target) {
      // The front page of a blog: links on it are relative to the slash.
      const front = addressOf(`${path}/`)
      response.writeHead(front ? 301 : 404, front ? { location: `${path}/` } : { 'content-type': 'text/plain' })
      response.end(front ? '' : 'Nothing is simulated here.\n')
      return
    }
    const left = new AbortController()
    response.once('close', () => left.abort())
    const headers = headersOf(request)
    const asked = new Request(target, { method: request.method ?? 'GET', headers, signal: left.signal })
    const given = await exchange(asked)
    const location = given.headers.get('location')
    if (location !== null) given.headers.set('location', urlOf(location))
    response.writeHead(given.status, Object.fromEntries(given.headers))
    await pipe(given, response)
  }

  return {
    url,
    urlOf,
    fetch(input, init) {
      const request = new Request(input, init)
      return globalThis.fetch(new Request(urlOf(request.url), request))
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && name !== 'host') headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return headers
}

/** A body that breaks takes the connection with it. */
async function pipe(from: Response, to: ServerResponse): Promise<void> {
  for await (const chunk of from.body ?? []) {
    if (to.destroyed) return
    if (!to.write(chunk)) await drained(to)
  }
  to.end()
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.once('drain', done)
    response.once('close', done)
  })
}
