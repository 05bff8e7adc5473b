import { draftAudiences, syncedKinds } from '@socius/core/provider'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { pathsIn, replaceAt } from '../drafts/spoil-answer.fixture.js'
import type { Session } from './api.js'
import { readActivities } from './read-activities.js'
import { ada, pageOf, recorded } from './scripted-appview.fixture.js'

const count = z.number().int().nonnegative().nullable()
const webAddress = z.string().regex(/^https?:\/\//)

/** What every draft keeps, whatever the platform says. */
const draftSchema = z.object({
  externalId: z.string().startsWith('at://'),
  kind: z.enum(syncedKinds),
  url: webAddress,
  author: z.object({ externalId: z.literal(ada), avatarUrl: webAddress.nullable() }),
  text: z.string().nullable(),
  html: z.string().nullable(),
  media: z.array(z.object({ url: webAddress, previewUrl: webAddress.nullable(), description: z.string().nullable() })),
  hashtags: z.array(z.string().min(1)),
  counts: z.object({ likes: count, comments: count, shares: count, views: z.null() }),
  audience: z.enum(draftAudiences),
  publishedAt: z.number().int(),
})

function answering(feed: unknown): Session {
  return { query: async (_, { schema }) => schema.parse({ feed }), facts: () => ({ calls: 1, rateLimit: null }) }
}

describe('readActivities on hostile answers', () => {
  const items = [
    ...recorded('author-feed-page-1').body.feed,
    ...recorded('get-posts-embeds').body.posts.map((post) => ({ post })),
  ]
  const spoiled = fc
    .constantFrom(...items)
    .chain((item) =>
      fc
        .tuple(fc.constantFrom(...pathsIn(item)), fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.integer()))
        .map(([path, replacement]) => replaceAt(item, path, replacement)),
    )

  it('gives whole drafts or sets items aside, and never fails', async () => {
    const property = fc.asyncProperty(fc.array(spoiled, { maxLength: 4 }), async (feed) => {
      const page = await readActivities(answering(feed), pageOf())
      expect(page.items.length + page.rejected.length).toBe(feed.length)
      for (const item of page.items) draftSchema.parse(item)
    })
    await fc.assert(property, { numRuns: 500 })
  })
})
