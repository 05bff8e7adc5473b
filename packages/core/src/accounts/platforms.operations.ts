import * as z from 'zod/mini'
import { anybody, defineQuery } from '../operation/index.js'
import { text } from '../store/index.js'

const platformSchema = () =>
  z.object({
    platform: text(),
    /** As people know it. */
    title: text(),
    /** What a page that shows an item of it has to show with it. */
    attribution: z.enum(['link', 'none']),
    /** What is read of it. */
    reads: z.array(text()),
  })

/** What a page needs to offer a platform, and to show what comes from it as its terms ask. */
export const listPlatforms = defineQuery({
  name: 'accounts.platforms',
  summary: 'The platforms whose accounts can be linked here.',
  input: () => z.strictObject({}),
  output: () => z.object({ items: z.array(platformSchema()) }),
  access: anybody,
  run: async ({ providers }) => ({
    items: [...providers.values()].map(({ platform, title, rules, readers }) => ({
      platform,
      title,
      attribution: rules.attribution,
      reads: Object.keys(readers).toSorted(),
    })),
  }),
})
