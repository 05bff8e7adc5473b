import {
  activityCreated,
  createSocius,
  defineCommand,
  defineModule,
  reference,
  system,
  thePersonConcerned,
} from '@socius/core'
import { bluesky } from '@socius/providers/bluesky'
import { rss } from '@socius/providers/rss'
import { memoryStore } from '@socius/storage-adapters/memory'
import * as z from 'zod'

const greet = defineCommand({
  name: 'greetings.send',
  summary: 'Greets a person.',
  input: z.strictObject({ personId: reference(), words: z.string().max(200) }),
  output: z.object({ sentAt: z.int() }),
  access: thePersonConcerned,
  run: async (context) => ({ sentAt: context.clock.now() }),
})

const social = await createSocius({
  store: memoryStore(),
  providers: [bluesky(), rss()],
  modules: { greetings: defineModule({ name: 'greetings', operations: { send: greet } }) },
})
social.on(activityCreated, (event) => void event.payload)

const personId = 'ada'
const account = await social.accounts.link(system, { personId, platform: 'bluesky', handle: 'ada.example' })
const { created } = await social.sync.run(system, { personId })
const { items, next } = await social.feed.home(system, { personId, limit: 20, hashtag: 'typescript' })
const { sentAt } = await social.greetings.send(system, { personId, words: 'Hello' })

export const seen: [string, number, string[], string | null, number] = [
  account.handle,
  created,
  items.map((item) => item.activity.platform),
  next,
  sentAt,
]
