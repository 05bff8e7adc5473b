import * as z from 'zod/mini'
import { requireOwnAccount } from '../accounts/index.js'
import { anybody, defineTask, pageInput, privileged } from '../operation/index.js'
import { reference } from '../store/index.js'
import { foundPageSchema, searchPageSchema } from './found-page.js'
import { loadEngine } from './load-engine.js'
import type { SyncSettings } from './sync-settings.js'

/** Reading what others have published: it is shown to who asks, and not kept. */
export function createLookAroundOperations(settings: SyncSettings) {
  const search = defineTask({
    name: 'sync.search',
    summary: 'Searches a platform, and stores nothing of what it finds.',
    input: () =>
      pageInput({
        platform: reference(),
        /** As people type it, or a keyword query. */
        query: z.union([z.string().check(z.minLength(1), z.maxLength(2000)), z.looseObject({ op: z.string() })]),
      }),
    output: searchPageSchema,
    access: privileged,
    async run(context, input) {
      const { searchPlatform } = await loadEngine()
      return searchPlatform({ context, settings, ...input })
    },
  })

  const mentions = defineTask({
    name: 'sync.mentions',
    summary: 'Reads where others have named an account, and stores nothing of it.',
    input: () => pageInput({ accountId: reference() }),
    output: foundPageSchema,
    access: anybody,
    async run(context, { accountId, limit, cursor }) {
      const row = await requireOwnAccount(context, accountId)
      const { readMentions } = await loadEngine()
      return readMentions({ context, settings, account: row, limit, cursor })
    },
  })

  return { search, mentions }
}
