import { memoryStore } from '@socius/storage-adapters/memory'
import { describe, expect, it } from 'vitest'
import { actorOf } from '../../test-support/create-test-social.js'
import { createClient, createInProcessClient, type LiveEvent } from '../client.js'
import { createSocius } from '../index.js'

const origin = 'https://lms.example'

async function connect(actor: string) {
  const authenticate = (request: Request) => actorOf(request.headers.get('x-actor') ?? 'nobody')
  const social = await createSocius({ store: memoryStore(), http: { authenticate } })
  const requests: Request[] = []
  const client = createClient<typeof social>({
    url: `${origin}/social`,
    headers: { 'x-actor': actor },
    fetch: (url, init) => {
      const request = new Request(url, init)
      requests.push(request)
      return social.handler(request)
    },
  })
  return { social, client, requests, inProcess: createInProcessClient(social, actorOf(actor)) }
}

/** What is heard, as far as a test looks at it. */
function collect(events: AsyncIterable<LiveEvent>) {
  const heard: string[] = []
  const ids: string[] = []
  const done = (async () => {
    for await (const event of events) {
      heard.push(`${event.name} ${event.subject}`.trim())
      ids.push(event.id)
    }
  })()
  return { heard, ids, done }
}

describe('live events through a client', () => {
  it('are the same over HTTP and in process, by the rules of who asks, and go on where they stopped', async () => {
    const { social, client, requests, inProcess } = await connect('ada')
    const stop = new AbortController()
    const streams = [client, inProcess].map(({ events }) => collect(events({ signal: stop.signal })))
    await expect.poll(() => streams.map(({ heard }) => heard)).toEqual([['ready'], ['ready']])
    const open = await social.activities.publish(actorOf('noor'), { personId: 'noor', text: 'Hello' })
    await social.activities.publish(actorOf('noor'), { personId: 'noor', text: 'A secret', audience: 'private' })
    const liked = await social.reactions.add(actorOf('ada'), { personId: 'ada', subjectId: open.id })
    const expected = ['ready', `activity.created ${open.id}`, 'person.created ada', `reaction.added ${liked.subjectId}`]
    for (const { heard } of streams) await expect.poll(() => heard.toSorted()).toEqual(expected.toSorted())
    stop.abort()
    await Promise.all(streams.map(({ done }) => done))

    const after = streams[0]?.ids[1] ?? ''
    const again = new AbortController()
    const resumed = [client, inProcess].map(({ events }) => collect(events({ after, signal: again.signal })))
    for (const { heard } of resumed) await expect.poll(() => heard).toHaveLength(2)
    expect(resumed[0]?.heard).toEqual(resumed[1]?.heard)
    expect(requests.at(-1)?.headers.get('last-event-id')).toBe(after)
    again.abort()
    await Promise.all(resumed.map(({ done }) => done))
    await social.close()
  })

  it('end when the social system is closed', async () => {
    const { social, inProcess } = await connect('ada')
    const { heard, done } = collect(inProcess.events())
    await expect.poll(() => heard).toEqual(['ready'])
    await social.close()
    await done
  })
})
