import { type ActivityDraft, defineProvider, SociusError, systemClock, throwIfAborted } from '@socius/core/provider'

/** What is published on Elsewhere, as it answers: the newest first. */
export interface ElsewherePost {
  readonly id: string
  readonly text: string
  readonly at: number
  readonly tags: readonly string[]
  readonly likes: number
}

export interface Elsewhere {
  /** Who is there, by handle. */
  readonly accounts: Map<string, readonly ElsewherePost[]>
  /** Accounts whose server refuses to answer for now. */
  readonly busy: Set<string>
  /** Milliseconds that an answer takes, as one over a network would. */
  delay: number
}

const capability = {
  scopes: [],
  memberToken: false,
  pageSize: 3,
  batchSize: null,
  limit: null,
  price: { perCall: 0, perItem: 0 },
  regions: null,
  note: 'Invented: it exists in this page only.',
}

/** A provider for a platform that is in this page. */
export function createElsewhereProvider(elsewhere: Elsewhere) {
  async function ask(handle: string, signal: AbortSignal): Promise<readonly ElsewherePost[]> {
    throwIfAborted(signal)
    await systemClock.wait(elsewhere.delay, signal)
    const posts = elsewhere.accounts.get(handle)
    if (!posts) throw new SociusError('provider_not_found', 'Elsewhere has no such account.')
    if (elsewhere.busy.has(handle)) {
      const retryAfter = 2 * 3_600_000
      throw new SociusError('provider_rate_limited', 'Elsewhere asks to wait.', { retryable: true, retryAfter })
    }
    return posts
  }

  return defineProvider({
    platform: 'elsewhere',
    title: 'Elsewhere',
    rules: { source: 'https://elsewhere.example/terms', maxAge: null, onDeletion: 'erase', attribution: 'link' },
    capabilities: { profile: { ...capability, pageSize: 1 }, activities: capability },
    // Each account has a server of its own there: one that is busy holds up no other.
    sourceOf: ({ externalId }) => `${externalId}.elsewhere.example`,
    readers: {
      async profile({ handle: typed, signal }) {
        const handle = typed.trim().replace(/^@/, '').toLowerCase()
        await ask(handle, signal)
        const unsaid = { displayName: null, bio: null, avatarUrl: null, followers: null, following: null }
        const url = `https://elsewhere.example/${handle}`
        return { profile: { ...unsaid, externalId: handle, handle, url }, rateLimit: null, calls: 1 }
      },
      async activities({ account: { externalId }, cursor, limit, signal }) {
        const posts = await ask(externalId, signal)
        const from = posts.findIndex(({ id }) => id === cursor) + 1
        const page = posts.slice(from, from + limit)
        const last = page.at(-1)
        return {
          items: page.map((post) => draftOf(post, externalId)),
          rejected: [],
          next: last && last !== posts.at(-1) ? last.id : null,
          rateLimit: null,
          calls: 1,
        }
      },
    },
  })
}

function draftOf({ id, text, at, tags, likes }: ElsewherePost, handle: string): ActivityDraft {
  return {
    externalId: id,
    kind: 'post',
    url: `https://elsewhere.example/${handle}/${id}`,
    author: { externalId: handle, handle, displayName: null, avatarUrl: null },
    title: null,
    text,
    html: null,
    links: [],
    language: 'en',
    media: [],
    hashtags: tags,
    mentions: [],
    counts: { likes, comments: null, shares: null, views: null },
    audience: 'public',
    inReplyTo: null,
    shareOf: null,
    publishedAt: at,
    editedAt: null,
    version: null,
  }
}
