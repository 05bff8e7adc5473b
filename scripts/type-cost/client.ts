import type { Socius } from '@socius/core'
import { createClient, pagesOf } from '@socius/core/client'

const client = createClient<Socius>({ url: '/social' })
const { activity } = (await client.feed.home({ limit: 1 })).items[0] ?? {}
if (activity) await client.comments.add({ personId: 'ada', subjectId: activity.id, text: 'I would come.' })
for await (const page of pagesOf(client.comments.list, { subjectId: 'a1' })) {
  for (const { text } of page.items) text?.trim()
}
for await (const event of client.events()) void event.payload
