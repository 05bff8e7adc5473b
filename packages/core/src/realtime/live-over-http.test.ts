import { createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { memoryStore } from '@socius/storage-adapters/memory'
import { describe, expect, it } from 'vitest'
import { actorOf } from '../../test-support/create-test-social.js'
import { follow } from '../../test-support/live-stream.js'
import { createSocius, type LiveOptions } from '../index.js'

const ada = actorOf('ada')
const bob = actorOf('bob')

const open = (live: LiveOptions = {}) => createSocius({ store: memoryStore(), live: { interval: 20, ...live } })
type Social = Awaited<ReturnType<typeof open>>

const publish = (social: Social, text = 'x') => social.activities.publish(ada, { personId: 'ada', text })

/** Reads text until it has what is looked for, or ends. */
async function readUntil(body: AsyncIterator<Uint8Array | Buffer>, looked: string): Promise<string> {
  let text = ''
  while (!text.includes(looked)) {
    const next = await body.next()
    if (next.done) break
    text += new TextDecoder().decode(next.value)
  }
  return text
}

function bodyOf(response: Response): AsyncIterator<Uint8Array> {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  return {
    async next() {
      const { value, done } = await reader.read()
      return done ? { value: undefined, done: true } : { value, done: false }
    },
    async return() {
      await reader.cancel()
      return { value: undefined, done: true }
    },
  }
}

const request = (query = '', headers: Record<string, string> = {}) =>
  new Request(`https://example.com/events${query}`, { headers })

/** A Node server that attaches whoever asks. */
async function serve(social: Social) {
  const server = createServer((incoming, response) => {
    const after = incoming.headers['last-event-id']
    social.live.attach(bob, request('', typeof after === 'string' ? { 'last-event-id': after } : {}), response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const ask = (headers: Record<string, string> = {}) =>
    new Promise<IncomingMessage>((resolve, reject) =>
      get({ port, host: '127.0.0.1', headers }, resolve).on('error', reject),
    )
  return { ask, close: () => new Promise((resolve) => server.close(resolve)) }
}

describe('respond', () => {
  it('answers with frames that browsers understand, and resumes by header and by query', async () => {
    const social = await open()
    const response = social.live.respond(bob, request())
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    expect(response.headers.get('cache-control')).toContain('no-store')
    expect(response.headers.get('x-accel-buffering')).toBe('no')
    const body = bodyOf(response)
    const begun = await readUntil(body, 'ready')
    expect(begun).toMatch(/^retry: \d+\n\nid: 1\.0\.0\nevent: ready\ndata: \{.*\}\n\n$/)
    const { id } = await publish(social)
    const text = await readUntil(body, id)
    const [, place, data] = /^id: (\S+)\nevent: activity.created\ndata: (.+)\n\n$/m.exec(text) ?? []
    const payload = { activityId: id, personId: 'ada', platform: 'native', kind: 'post' }
    expect(JSON.parse(data ?? '')).toMatchObject({ subject: id, payload })
    const second = await publish(social)
    for (const resumed of [
      request('', { 'last-event-id': place ?? '' }),
      request(`?lastEventId=${place}`),
      request(`?after=${place}&events=activity.created`),
      request('?after=0.0.0', { 'last-event-id': place ?? '' }),
    ]) {
      const again = bodyOf(social.live.respond(bob, resumed))
      const rest = await readUntil(again, second.id)
      expect(rest).not.toContain('ready')
      expect(rest).not.toContain(id)
      await again.return?.()
    }
    expect(() => social.live.respond(bob, request('?events=x'))).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    )
    await social.close()
    await expect(readUntil(body, 'never')).resolves.toContain(second.id)
  })

  it('shows signs of life that move the place on, and ends when its time is over', async () => {
    const social = await open({ heartbeat: 30, maxAge: 150 })
    const body = bodyOf(social.live.respond(bob, request()))
    await social.activities.publish(ada, { personId: 'ada', text: 'x', audience: 'private' })
    const text = await readUntil(body, 'never')
    expect(text).toContain(':\nid: 2.0.0\n\n')
    expect(text).not.toContain('activity.created')
    await social.close()
  })

  it('goes on at once when there is room again', async () => {
    const social = await open({ interval: 60_000, buffer: 1024 })
    const quick = follow(social.live, bob)
    await quick.reach(1)
    const slow = bodyOf(social.live.respond(bob, request()))
    await readUntil(slow, 'ready')
    for (let count = 0; count < 50; count++) await publish(social)
    const ids = (await quick.reach(51)).slice(1).map(({ id }) => id)
    // From here on nobody else wakes the hub.
    await quick.stop()
    await new Promise((resolve) => setTimeout(resolve, 50))
    const text = await readUntil(slow, `id: ${ids.at(-1)}\n`)
    expect([...text.matchAll(/id: (\S+)\nevent: activity.created/g)].map(([, id]) => id)).toEqual(ids)
    await social.close()
  })

  it('cuts who takes nothing, who can go on later without having missed anything', async () => {
    const social = await open({ heartbeat: 20, patience: 60, buffer: 1024 })
    const quick = follow(social.live, bob)
    const [ready] = await quick.reach(1)
    const stuck = bodyOf(social.live.respond(bob, request()))
    for (let count = 0; count < 50; count++) await publish(social)
    await quick.reach(51)
    await new Promise((resolve) => setTimeout(resolve, 200))
    await expect(readUntil(stuck, 'never')).rejects.toThrow('not read')
    const resumed = bodyOf(social.live.respond(bob, request('', { 'last-event-id': ready?.id ?? '' })))
    const lastId = quick.events.at(-1)?.id ?? ''
    const text = await readUntil(resumed, `id: ${lastId}\n`)
    const ids = [...text.matchAll(/id: (\S+)\nevent: activity.created/g)].map(([, id]) => id)
    expect(ids).toEqual(quick.events.filter(({ name }) => name === 'activity.created').map(({ id }) => id))
    await social.close()
  })
})

describe('attach', () => {
  it('writes the same to a Node server, resumes, and lets go of who has left', async () => {
    const social = await open()
    const server = await serve(social)
    const first = await server.ask()
    expect(first.headers).toMatchObject({ 'content-type': 'text/event-stream', connection: 'close' })
    const body = first.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>
    await readUntil(body, 'ready')
    const { id } = await publish(social)
    const [, place] = /id: (\S+)\nevent: activity.created/.exec(await readUntil(body, id)) ?? []
    first.destroy()
    const missed = await publish(social)
    const again = (await server.ask({ 'last-event-id': place ?? '' })).iterator({ destroyOnReturn: false })
    const text = await readUntil(again as AsyncIterator<Buffer>, missed.id)
    expect(text).not.toContain(id)
    await social.close()
    expect(await readUntil(again as AsyncIterator<Buffer>, 'never')).not.toContain('activity')
    await server.close()
  })
})
