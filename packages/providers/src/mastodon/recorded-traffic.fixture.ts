import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parse } from 'yaml'
import * as z from 'zod'

/** Where the recordings are kept, from the root of the repository. They are not a part of it. */
export const recordings = '../shared/data/mastodon-4.6.4'

const folder = new URL(`../../../../${recordings}/`, import.meta.url)

/** Where the server was when it was recorded: its answers are full of it. */
export const recordedOrigin = 'http://localhost:3000'

const names = z.record(z.string(), z.array(z.string()))
const cassetteSchema = z.object({
  interactions: z.array(
    z.object({
      request: z.object({ method: z.string(), uri: z.string(), headers: names }),
      response: z.object({
        status: z.object({ code: z.number() }),
        headers: names,
        body: z.object({ string: z.string() }),
      }),
    }),
  ),
})

type Interaction = z.output<typeof cassetteSchema>['interactions'][number]

export const hasRecordings = existsSync(folder)

function read(cassette: string): Interaction[] {
  const text = readFileSync(new URL(`test_${cassette}.yaml`, folder), 'utf8')
  return cassetteSchema.parse(parse(text)).interactions
}

export function cassetteNames(): string[] {
  return readdirSync(folder).flatMap((name) => /^test_(.+)\.yaml$/.exec(name)?.[1] ?? [])
}

type Entity = Readonly<Record<string, unknown>>

/** Everything in an answer that has an id, by it; a later one takes the place of an earlier one. */
function entitiesIn(value: unknown, has: string, found = new Map<string, Entity>()): Map<string, Entity> {
  if (typeof value !== 'object' || value === null) return found
  for (const member of Object.values(value)) entitiesIn(member, has, found)
  if ('id' in value && typeof value.id === 'string' && has in value) found.set(value.id, { ...value })
  return found
}

export interface Replay {
  readonly fetch: typeof globalThis.fetch
  /** Every question that reached the server, as `GET /path?query`, decoded. */
  readonly questions: string[]
  entities(has: string): ReadonlyMap<string, Entity>
  close(): Promise<void>
}

export interface ReplayOptions {
  /** Whether the server does not know the question for several statuses, as before 4.3. */
  readonly old?: boolean
  /** How much of what was recorded has happened. @default all */
  readonly upTo?: number
}

/**
 * A server on this machine that answers as the recorded one did. A question that was recorded is answered word for word,
 * headers included; what nobody asked then, for an account or for statuses by their ids, from the recorded entities.
 */
export async function replay(cassettes: readonly string[], options: ReplayOptions = {}): Promise<Replay> {
  const interactions = cassettes.flatMap(read).slice(0, options.upTo)
  const questions: string[] = []
  const entities = (has: string) => {
    const found = new Map<string, Entity>()
    for (const { request, response } of interactions) {
      // What a deletion answers has the source of a status in place of its content.
      if (request.method !== 'DELETE') entitiesIn(JSON.parse(response.body.string), has, found)
    }
    return found
  }
  const [accounts, statuses] = [entities('username'), entities('in_reply_to_id')]

  function assembled(url: URL): unknown {
    const [, kind = '', id = ''] = /^\/api\/v1\/(accounts|statuses)\/(\d+)$/.exec(url.pathname) ?? []
    if (id !== '') return (kind === 'accounts' ? accounts : statuses).get(id)
    if (url.pathname !== '/api/v1/statuses' || options.old) return undefined
    return url.searchParams.getAll('id[]').flatMap((each) => statuses.get(each) ?? [])
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', recordedOrigin)
    questions.push(`${request.method} ${decodeURIComponent(url.pathname + url.search)}`)
    const recorded = interactions.find((each) => isAnswerTo(each, request, url))
    if (recorded) {
      const { status, headers, body } = recorded.response
      const kept = Object.entries(headers).filter(([name]) => /^(?:content-type|link|x-ratelimit-\w+)$/.test(name))
      response.writeHead(status.code, Object.fromEntries(kept)).end(body.string)
      return
    }
    const body = assembled(url)
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body ?? { error: 'Record not found' }))
  }

  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on a port has an address of this form.
  const { port } = server.address() as AddressInfo
  return {
    questions,
    entities,
    fetch: (input, init) => {
      const request = new Request(input, init)
      return globalThis.fetch(new Request(request.url.replace(recordedOrigin, `http://127.0.0.1:${port}`), request))
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** Whether it is the answer to the same question, whose asker may have said how much it wants. */
function isAnswerTo({ request: recorded }: Interaction, request: IncomingMessage, url: URL): boolean {
  const before = new URL(recorded.uri)
  if (recorded.method !== request.method || before.pathname !== url.pathname) return false
  const { authorization } = request.headers
  if (authorization !== undefined && recorded.headers['Authorization']?.[0] !== authorization) return false
  const asked = new URLSearchParams(url.searchParams)
  if (!before.searchParams.has('limit')) asked.delete('limit')
  return asked.toString() === before.searchParams.toString()
}
