import { draftAudiences, syncedKinds } from '@socius/core/provider'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { pathsIn, replaceAt } from '../drafts/spoil-answer.fixture.js'
import { account, pageOf, published, smallForem } from './forem.fixture.js'
import { devto } from './provider.js'

const count = z.int().nonnegative().nullable()
const webAddress = z.string().regex(/^https?:\/\//)
const author = z.object({ externalId: z.string().regex(/^\d+$/), avatarUrl: webAddress.nullable() })

/** What every draft keeps, whatever the platform says. */
const articleDraft = z.object({
  externalId: z.string().regex(/^[1-9]\d*$/),
  kind: z.enum(syncedKinds),
  url: webAddress.nullable(),
  author: author.extend({ externalId: z.literal(account.externalId) }),
  text: z.string().nullable(),
  html: z.null(),
  media: z.array(z.object({ url: webAddress })),
  hashtags: z.array(z.string().min(1)),
  counts: z.object({ likes: count, comments: count, shares: z.null(), views: z.null() }),
  audience: z.enum(draftAudiences),
  publishedAt: z.int(),
  editedAt: z.int().nullable(),
})

const commentDraft = z.object({
  externalId: z.string().regex(/^[a-z\d]+$/),
  subjectExternalId: z.literal('1544'),
  url: webAddress.nullable(),
  author,
  text: z.string().nullable(),
  html: z.string().nullable(),
  publishedAt: z.int(),
})

const spoil = (items: readonly unknown[]) =>
  fc
    .constantFrom(...items)
    .chain((item) =>
      fc
        .tuple(fc.constantFrom(...pathsIn(item)), fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.integer()))
        .map(([path, replacement]) => replaceAt(item, path, replacement)),
    )

const [whole] = smallForem.articles

/** Says the same to every question about articles or comments. */
const answering = (answer: unknown) =>
  devto({
    fetch: async (input) =>
      Response.json(new Request(input).url.includes('/users/') ? { id: 3620, username: account.handle } : answer),
  }).readers

describe('hostile answers', () => {
  it('become whole drafts of articles, or are set aside', async () => {
    const property = fc.asyncProperty(fc.array(spoil(smallForem.articles), { maxLength: 4 }), async (spoilt) => {
      const list = spoilt.map((item, index) =>
        typeof item === 'object' && item !== null && Reflect.get(item, 'id') === whole?.id
          ? { ...item, id: 2000 + index }
          : item,
      )
      const page = await answering(list).activities(pageOf())
      const known = new Set([...page.items, ...page.rejected].map(({ externalId }) => externalId))
      for (const item of list) {
        const id: unknown = typeof item === 'object' && item !== null ? Reflect.get(item, 'id') : undefined
        if (Number.isSafeInteger(id) && Number(id) > 0) expect(known).toContain(String(id))
        else expect(known).toContain(null)
      }
      for (const item of page.items) articleDraft.parse(item)
    })
    await fc.assert(property, { numRuns: 300 })
  })

  it('become whole comments, or are set aside', async () => {
    const thread = published<object[]>('comments')
    const property = fc.asyncProperty(fc.array(spoil(thread), { maxLength: 3 }), async (nodes) => {
      const page = await answering(nodes).comments({ ...pageOf({ limit: 500 }), subjectExternalId: '1544' })
      for (const item of page.items) commentDraft.parse(item)
    })
    await fc.assert(property, { numRuns: 300 })
  })
})
