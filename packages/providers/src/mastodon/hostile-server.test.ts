import { draftAudiences, syncedKinds } from '@socius/core/provider'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { pathsIn, replaceAt } from '../drafts/spoil-answer.fixture.js'
import { mastodon } from './provider.js'
import { account, context, live, owner, source, statuses } from './published-world.fixture.js'

const count = z.number().int().nonnegative().nullable()
const webAddress = z.string().regex(/^https?:\/\//)
const instant = z.number().int()

/** What every draft keeps, whatever the server says. */
const commentSchema = z.object({
  externalId: webAddress,
  url: webAddress,
  author: z.object({ externalId: webAddress, handle: z.string(), avatarUrl: webAddress.nullable() }),
  text: z.string().nullable(),
  html: z.string().nullable(),
  counts: z.object({ likes: count, comments: count, shares: count, views: z.null() }),
  publishedAt: instant,
  editedAt: instant.nullable(),
})

const draftSchema = commentSchema.extend({
  externalId: webAddress.startsWith('https://mastodon.social/'),
  kind: z.enum(syncedKinds),
  author: z.object({ externalId: z.literal(owner) }),
  media: z.array(z.object({ url: webAddress, previewUrl: webAddress.nullable(), description: z.string().nullable() })),
  hashtags: z.array(z.string().min(1)),
  mentions: z.array(z.object({ externalId: z.null(), handle: z.string() })),
  audience: z.enum(draftAudiences),
  inReplyTo: webAddress.nullable(),
  shareOf: webAddress.nullable(),
})

const replacement = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.constantFrom('https://', 'javascript:alert(1)', '2026-99-99', 'https://evil.example/users/ben/statuses/1'),
)

const spoiled = (items: readonly object[]) =>
  fc.array(
    fc
      .constantFrom(...items)
      .chain((item) =>
        fc.tuple(fc.constantFrom(...pathsIn(item)), replacement).map(([path, value]) => replaceAt(item, path, value)),
      ),
    { maxLength: 4 },
  )

/** A server that answers every list with `body`. */
function readers(body: unknown[]) {
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(new Request(input, init).url)
    if (pathname.endsWith('/accounts/lookup')) return Response.json(account)
    return Response.json(pathname.endsWith('/context') ? { descendants: body } : body)
  }
  return mastodon({ fetch }).readers
}

const page = { account: source, since: null, cursor: null, signal: live }

describe('a hostile server', () => {
  it('makes activities whole drafts or sets them aside', async () => {
    const property = fc.asyncProperty(spoiled(statuses), async (body) => {
      const { items, rejected } = await readers(body).activities({ ...page, limit: 40 })
      expect(items.length + rejected.length).toBe(body.length)
      for (const item of items) draftSchema.parse(item)
    })
    await fc.assert(property, { numRuns: 500 })
  })

  it('makes comments whole drafts or sets them aside', async () => {
    const subjectExternalId = `${owner}/statuses/103188971072973252`
    const property = fc.asyncProperty(spoiled(context.descendants), async (body) => {
      const { items, rejected } = await readers(body).comments({ ...page, limit: 100, subjectExternalId })
      expect(items.length + rejected.length).toBe(body.length)
      for (const item of items) commentSchema.parse(item)
    })
    await fc.assert(property, { numRuns: 300 })
  })

  it('gives each id that is asked for one answer, and none that was not', async () => {
    const externalIds = statuses.map(({ uri }) => uri)
    const property = fc.asyncProperty(spoiled(statuses), async (body) => {
      const { results } = await readers(body).lookup({ account: source, externalIds, signal: live })
      const answered = results.map((each) => (each.state === 'present' ? each.item.externalId : each.externalId))
      expect(answered).toEqual(externalIds)
      for (const each of results) if (each.state === 'present') draftSchema.parse(each.item)
    })
    await fc.assert(property, { numRuns: 300 })
  })
})
