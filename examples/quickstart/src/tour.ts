import type { CoreServices } from '@socius/core'
import { isSociusError } from '@socius/core'
import { type Client, createClient } from '@socius/core/client'

/** Asks a running server one thing of each kind, as somebody, and says what came back. */
export async function tour<Social extends CoreServices>(url: string, personId: string): Promise<string> {
  const headers = { 'x-person': personId }
  // Every social system has the services of the core: those are what is asked here.
  const client = createClient<Social>({ url: `${url}/social`, headers }) as Client<CoreServices>
  const lines: [asked: string, came: string][] = []

  const published = await client.activities.publish({ personId, text: 'Hello over HTTP #quickstart' })
  lines.push(['POST activities/publish', `a new post, ${published.kind} of ${published.personId}`])
  const home = await client.feed.home({ limit: 3 })
  lines.push(['GET  feed/home?limit=3', `${home.items.length} items, the newest: ${home.items[0]?.activity.snippet}`])

  const timeline = `${url}/social/feed/timeline?personId=${encodeURIComponent(personId)}`
  const first = await fetch(timeline, { headers })
  const tag = first.headers.get('etag') ?? ''
  await first.text()
  const again = await fetch(timeline, { headers: { ...headers, 'if-none-match': tag } })
  lines.push(['GET  feed/timeline, twice', `${first.status}, then ${again.status}: it has not changed`])

  const heard = await hear(client, () => client.reactions.add({ personId, subjectId: published.id }))
  if (heard !== null) lines.push(['GET  events', `live: ${heard}`])

  const refused: unknown = await client.people.list().catch((error: unknown) => error)
  lines.push(['GET  people/list', isSociusError(refused) ? `refused: ${refused.code}` : 'allowed'])

  const { tools } = (await (await fetch(`${url}/social/tools`, { headers })).json()) as { tools: unknown[] }
  lines.push(['GET  tools', `${tools.length} tools for an agent of ${personId}`])
  const { paths } = (await (await fetch(`${url}/social/openapi.json`)).json()) as { paths: object }
  lines.push(['GET  openapi.json', `${Object.keys(paths).length} paths`])

  return ['The same over HTTP', ...lines.map(([asked, came]) => `  ${asked.padEnd(26)} ${came}`)].join('\n')
}

/** The first event that a stream announces of what is done once it is open; `null` where there are no live events. */
async function hear(client: Client<CoreServices>, act: () => Promise<unknown>): Promise<string | null> {
  try {
    for await (const { name } of client.events({ signal: AbortSignal.timeout(5000) })) {
      if (name !== 'ready') return name
      await act()
    }
  } catch (error) {
    if (!isSociusError(error, 'not_found')) throw error
  }
  return null
}
