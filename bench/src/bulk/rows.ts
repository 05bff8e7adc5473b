import { createHash } from 'node:crypto'
import { instant, reference } from '@socius/core'
import { defineCollection, type RowOf } from '@socius/core/store'
import * as z from 'zod'

/** An activity of 25 columns, the tenant among them, with four indexes besides its key. */
export const activities = defineCollection('bulk_activity', {
  schema: z.object({
    id: reference(),
    platform: reference(),
    kind: z.string(),
    externalId: reference(),
    authorId: reference(),
    accountId: reference(),
    programmeId: z.string().nullable(),
    audience: reference(),
    url: z.string(),
    title: z.string().nullable(),
    text: z.string(),
    html: z.string().nullable(),
    language: z.string().nullable(),
    media: z.array(z.unknown()),
    mentions: z.array(z.string()),
    likes: z.int().nullable(),
    comments: z.int().nullable(),
    shares: z.int().nullable(),
    score: z.number().nullable(),
    pinned: z.boolean(),
    publishedAt: instant(),
    editedAt: z.nullable(instant()),
    fetchedAt: instant(),
    hash: z.string(),
  }),
  compare: 'hash',
  indexes: [
    ['publishedAt', 'id'],
    ['authorId', 'publishedAt', 'id'],
    ['platform', 'externalId'],
    ['audience', 'publishedAt', 'id'],
  ],
})

export type Activity = RowOf<typeof activities>

const words =
  'we made the tests run on every server we could find and wrote down what each of them says about time'.split(' ')

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

/** The n-th activity, as it comes out of a platform's answer; every version has another hash. */
export function activity(n: number, version: number): Activity {
  // By way of text: strings that were just put together are pieces until something reads them, and would charge that
  // reader for it.
  return JSON.parse(JSON.stringify(describe(n, version))) as Activity
}

function describe(n: number, version: number): Activity {
  const publishedAt = 1_700_000_000_000 + n * 61_000
  const text = Array.from({ length: 56 }, (_, i) => words[(n * 7 + i * 13 + version) % words.length]).join(' ')
  return {
    id: digest(`activity ${n}`),
    platform: n % 3 === 0 ? 'bluesky' : 'mastodon',
    kind: 'post',
    externalId: `at://did:plc:${digest(String(n)).slice(0, 24)}/post/${n}`,
    authorId: digest(`person ${(n * 31) % 2000}`),
    accountId: digest(`account ${(n * 31) % 2000}`),
    programmeId: null,
    audience: n % 5 === 0 ? 'connections' : 'public',
    url: `https://social.example/profile/${n % 2000}/post/${n}`,
    title: null,
    text,
    html: `<p>${text.slice(0, 80)}</p>`,
    language: 'en',
    media:
      n % 4 === 0
        ? [{ type: 'image', url: `https://cdn.example/${n}.jpg`, alt: 'a chart', width: 1200, height: 800 }]
        : [],
    mentions: n % 2 === 0 ? ['did:plc:one', 'did:plc:two'] : [],
    likes: n % 100,
    comments: n % 10,
    shares: null,
    score: n / 7,
    pinned: false,
    publishedAt,
    editedAt: null,
    fetchedAt: publishedAt + 5000,
    hash: digest(`${text} ${version}`),
  }
}

/** Names of the columns, in the order of the values of {@link ready}. */
export const columns: readonly string[] = activities.shape.fields.map(({ name }) =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
)

/** The row as a driver binds it. */
export function ready(row: Activity, tenant: string): (string | number | null)[] {
  return activities.shape.fields.map(({ name, kind }) => {
    const value = name === 'tenant' ? tenant : (row as Readonly<Record<string, unknown>>)[name]
    if (kind === 'json') return JSON.stringify(value)
    return kind === 'boolean' ? Number(value) : (value as string | number | null)
  })
}
