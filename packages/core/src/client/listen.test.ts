import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createClient, createInProcessClient, type EventsOptions, type LiveEvent, SociusError } from '../client.js'
import { isSociusError } from '../index.js'

interface Asked {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

type Script = (connection: Connection) => void | Response

interface Connection {
  write(text: string | Uint8Array): void
  end(): void
  fail(): void
  readonly isCancelled: () => boolean
}

/** A server that answers each connection by the next script; what comes after the last is a 204. */
function createServer(...scripts: Script[]) {
  const asked: Asked[] = []
  const connections: Connection[] = []
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    asked.push({ url, headers: { ...(init.headers as Record<string, string>) } })
    const script = scripts.shift()
    if (!script) return new Response(null, { status: 204 })
    let isCancelled = false
    let stream: ReadableStreamDefaultController<Uint8Array> | undefined
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        stream = controller
      },
      cancel() {
        isCancelled = true
      },
    })
    const connection: Connection = {
      write: (text) => stream?.enqueue(typeof text === 'string' ? new TextEncoder().encode(text) : text),
      end: () => stream?.close(),
      fail: () => stream?.error(new TypeError('terminated')),
      isCancelled: () => isCancelled,
    }
    connections.push(connection)
    return script(connection) ?? new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } })
  }
  const client = createClient<object>({ url: 'https://host.example/social', fetch, random: () => 0 })
  return { asked, connections, client }
}

function frame(number: number, name = 'activity.created'): string {
  const event = { id: `${number}`, name, subject: `a${number}`, at: number, payload: { activityId: `a${number}` } }
  return `id: ${number}\nevent: ${name}\ndata: ${JSON.stringify(event)}\n\n`
}

async function collect(events: AsyncIterable<LiveEvent>): Promise<{ ids: string[]; error: unknown }> {
  const ids: string[] = []
  try {
    for await (const { id } of events) ids.push(id)
    return { ids, error: null }
  } catch (error) {
    return { ids, error }
  }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('live events', () => {
  it('come as they are announced, and stop for good when the server says so', async () => {
    const { client, asked } = createServer((connection) => {
      connection.write(`: hello\n\n${frame(1)}${frame(2, 'reset')}`)
      connection.end()
    })
    const events: LiveEvent[] = []
    const done = (async () => {
      for await (const event of client.events({ events: ['activity.created', 'comment.added'] })) events.push(event)
    })()
    await vi.advanceTimersByTimeAsync(1000)
    await done
    expect(events).toEqual([
      { id: '1', name: 'activity.created', subject: 'a1', at: 1, payload: { activityId: 'a1' } },
      { id: '2', name: 'reset', subject: 'a2', at: 2, payload: { activityId: 'a2' } },
    ])
    expect(asked[0]?.url).toBe('https://host.example/social/events?events=activity.created%2Ccomment.added')
    expect(asked[0]?.headers).toMatchObject({ accept: 'text/event-stream' })
  })

  it('are whole though the connection cuts them anywhere, in a character too', async () => {
    const bytes = new TextEncoder().encode(`\uFEFF${frame(1).replaceAll('\n', '\r\n').replace('a1', 'ä😀')}`)
    const { client } = createServer((connection) => {
      for (const byte of bytes) connection.write(new Uint8Array([byte]))
      connection.end()
    })
    const events: LiveEvent[] = []
    const done = (async () => {
      for await (const event of client.events()) events.push(event)
    })()
    await vi.advanceTimersByTimeAsync(1000)
    await done
    expect(events).toMatchObject([{ id: '1', subject: 'ä😀' }])
  })

  it('go on where they stopped after the connection was lost, without a gap or a repeat', async () => {
    const { client, asked } = createServer(
      (connection) => {
        connection.write(frame(4) + frame(5) + frame(6).slice(0, 20))
        setTimeout(connection.fail, 10)
      },
      (connection) => {
        connection.write(frame(6))
        connection.end()
      },
    )
    const done = collect(client.events({ after: '3' }))
    await vi.advanceTimersByTimeAsync(5000)
    expect(await done).toEqual({ ids: ['4', '5', '6'], error: null })
    expect(asked.map(({ headers }) => headers['last-event-id'])).toEqual(['3', '5', '6'])
  })

  it('wait longer with every failure, and as long as they are told', async () => {
    const refused =
      (status: number, headers = {}) =>
      () =>
        new Response('', { status, headers })
    const { client, asked } = createServer(
      refused(502),
      refused(502),
      refused(502),
      refused(503, { 'retry-after': '60' }),
      (connection) => {
        connection.write(`retry: 200\n\n${frame(1)}`)
        connection.end()
      },
    )
    const done = collect(client.events())
    const waits: number[] = []
    let passed = 0
    for (let seen = 0; seen < 6; passed += 100) {
      await vi.advanceTimersByTimeAsync(passed === 0 ? 0 : 100)
      for (; seen < asked.length; seen++) waits.push(passed)
    }
    expect(waits).toEqual([0, 1000, 3000, 7000, 67_000, 67_200])
    expect((await done).ids).toEqual(['1'])
  })

  it('are asked for anew when the server has gone silent, before its headers or after', async () => {
    const never = () => new Promise<never>(() => undefined)
    let isFirst = true
    const { client, asked, connections } = createServer(
      (connection) => connection.write(frame(1)),
      (connection) => {
        setTimeout(() => connection.write(': ping\n\n'), 40_000)
        setTimeout(() => connection.write(frame(2)), 80_000)
        setTimeout(connection.end, 80_001)
      },
    )
    const done = collect(client.events())
    await vi.advanceTimersByTimeAsync(46_500)
    expect(asked.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '1'])
    expect(connections[0]?.isCancelled()).toBe(true)
    await vi.advanceTimersByTimeAsync(100_000)
    expect(await done).toEqual({ ids: ['1', '2'], error: null })

    const hanging = createClient<object>({
      url: 'https://host.example/social',
      fetch: async () => {
        if (!isFirst) return new Response(null, { status: 204 })
        isFirst = false
        return never()
      },
    })
    const ended = collect(hanging.events())
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await ended).toEqual({ ids: [], error: null })
  })

  it('end quietly when the signal fires, whatever is being waited for', async () => {
    const connected = createServer((connection) => connection.write(frame(1)))
    const controller = new AbortController()
    const listening = collect(connected.client.events({ signal: controller.signal }))
    await vi.advanceTimersByTimeAsync(10)
    controller.abort()
    await vi.advanceTimersByTimeAsync(0)
    expect(await listening).toEqual({ ids: ['1'], error: null })
    expect(connected.connections[0]?.isCancelled()).toBe(true)

    const refused = createServer(() => new Response('', { status: 502 }))
    const waiting = new AbortController()
    const between = collect(refused.client.events({ signal: waiting.signal }))
    await vi.advanceTimersByTimeAsync(100)
    waiting.abort()
    expect(await between).toEqual({ ids: [], error: null })
    expect(refused.asked).toHaveLength(1)

    const never = createServer()
    expect(await collect(never.client.events({ signal: AbortSignal.abort() }))).toEqual({ ids: [], error: null })
    expect(never.asked).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('close the connection when whoever listens stops', async () => {
    const { client, connections } = createServer((connection) => connection.write(frame(1) + frame(2)))
    for await (const { id } of client.events()) {
      expect(id).toBe('1')
      break
    }
    await vi.advanceTimersByTimeAsync(0)
    expect(connections[0]?.isCancelled()).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  it.each<[string, Script, string]>([
    ['nobody may listen', () => new Response('', { status: 401 }), 'unauthenticated'],
    ['there are none', () => new Response('', { status: 404 }), 'not_found'],
    ['something else is there', () => new Response('{}'), 'internal'],
    ['an event is no JSON', (connection) => connection.write('data: {\n\n'), 'internal'],
  ])('fail for good where %s', async (_what, script, code) => {
    const { client, asked } = createServer(script)
    const { error } = await collect(client.events())
    expect(isSociusError(error) && error.code).toBe(code)
    expect(asked).toHaveLength(1)
  })

  it('in process are those of the social system, for the actor', async () => {
    const actor = { id: 'ada', tenant: 'default', roles: [] }
    const subscribed: unknown[] = []
    const live = {
      async *subscribe(of: typeof actor, options: EventsOptions & { after: string | null }) {
        subscribed.push([of, options])
        yield { id: '9', name: 'activity.created', subject: 'a', at: 9, payload: null }
      },
    }
    const client = createInProcessClient({ live }, actor)
    expect(await collect(client.events({ after: '8' }))).toEqual({ ids: ['9'], error: null })
    expect(subscribed).toEqual([[actor, { after: '8' }]])
    expect(() => createInProcessClient({}, actor).events()).toThrow(SociusError)
  })
})
