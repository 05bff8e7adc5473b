import { createServer, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { type Actor, createSocius } from '@socius/core'
import { memoryStore } from '@socius/storage-adapters/memory'

/** How the server writes: bare sockets; through `attach`; through the web response of `respond`. */
export type Variant = 'tcp' | 'attach' | 'respond'

export type ServerCommand = { do: 'publish'; count: number; gap: number } | { do: 'cpu' } | { do: 'stop' }

interface Server {
  readonly port: number
  publish(place: number): Promise<void>
  close(): Promise<void>
}

const actorOf = (id: string): Actor => ({ id, tenant: 'default', roles: [] })

/** What is written for nothing but speed: the same bytes for each socket, one write each. */
async function openTcp(): Promise<Server> {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\nid: 1.0.0\nevent: ready\ndata: {}\n\n')
      sockets.add(socket)
    })
  })
  const port = await listen(server)
  return {
    port,
    async publish(place) {
      await Promise.resolve()
      const id = `00000000-0000-7000-8000-${String(place).padStart(12, '0')}`
      const payload = { activityId: id, personId: 'author', platform: 'native', kind: 'post' }
      const data = JSON.stringify({ subject: id, at: Date.now(), payload })
      const bytes = Buffer.from(`id: ${place + 1}.${place + 1}.0\nevent: activity.created\ndata: ${data}\n\n`)
      for (const socket of sockets) socket.write(bytes)
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function openSocius(write: (live: Live, request: Request, response: ServerResponse) => void): Promise<Server> {
  const social = await createSocius({ store: memoryStore() })
  const server = createServer((incoming, response) => {
    const headers = new Headers()
    const after = incoming.headers['last-event-id']
    if (typeof after === 'string') headers.set('last-event-id', after)
    write(social.live, new Request(`http://localhost${incoming.url ?? '/'}`, { headers }), response)
  })
  const port = await listen(server)
  return {
    port,
    async publish(place) {
      await social.activities.publish(actorOf('author'), { personId: 'author', text: `Number ${place}` })
    },
    async close() {
      await social.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

type Live = Awaited<ReturnType<typeof createSocius>>['live']

function readerOf(request: Request): Actor {
  return actorOf(new URL(request.url).searchParams.get('reader') ?? '')
}

const variants: Readonly<Record<Variant, () => Promise<Server>>> = {
  tcp: openTcp,
  attach: () => openSocius((live, request, response) => live.attach(readerOf(request), request, response)),
  respond: () =>
    openSocius((live, request, response) => {
      const { status, headers, body } = live.respond(readerOf(request), request)
      response.writeHead(status, Object.fromEntries(headers))
      void copy(body as ReadableStream<Uint8Array>, response)
    }),
}

/** As mounts of web handlers on Node do it. */
async function copy(body: ReadableStream<Uint8Array>, response: ServerResponse): Promise<void> {
  const reader = body.getReader()
  response.on('close', () => void reader.cancel().catch(() => undefined))
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    if (!response.write(chunk.value)) await new Promise((resolve) => response.once('drain', resolve))
  }
  response.end()
}

async function listen(server: {
  listen(options: object, done: () => void): unknown
  address(): AddressInfo | string | null
}): Promise<number> {
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 8192 }, resolve))
  return (server.address() as AddressInfo).port
}

/** Serves one variant until it is told to stop, and tells the processor time that it took. */
export async function runServer(variant: Variant): Promise<void> {
  const server = await variants[variant]()
  let published = 0
  let since = process.cpuUsage()
  process.on('message', (command: ServerCommand) => void obey(command))
  process.send?.({ port: server.port })

  async function obey(command: ServerCommand): Promise<void> {
    if (command.do === 'cpu') {
      const { user, system } = process.cpuUsage(since)
      since = process.cpuUsage()
      process.send?.({ cpu: (user + system) / 1e6 })
    } else if (command.do === 'publish') {
      for (let count = 0; count < command.count; count++) {
        await server.publish(published++)
        await new Promise((resolve) => setTimeout(resolve, command.gap))
      }
      process.send?.({ published })
    } else {
      await server.close()
      process.disconnect()
    }
  }
}
