import { type ActivityDraft, defineProvider, type Provider } from '@socius/core/provider'

export interface PlatformOptions {
  readonly pages: number
  readonly pageSize: number
  /** Milliseconds that each answer takes. */
  readonly latency: number
}

/** A platform whose accounts are made when they are asked for, the same in every process. */
export function createPlatform({ pages, pageSize, latency }: PlatformOptions): Provider {
  const capability = {
    scopes: [],
    memberToken: false,
    pageSize,
    batchSize: null,
    limit: null,
    price: { perCall: 0, perItem: 0 },
    regions: null,
    note: '',
  }
  const answered = async () => {
    if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency))
    return { rejected: [], rateLimit: null, calls: 1 }
  }
  return defineProvider({
    platform: 'bench',
    title: 'Bench',
    rules: { source: 'https://bench.example', maxAge: null, onDeletion: 'erase', attribution: 'none' },
    capabilities: { profile: capability, activities: capability },
    readers: {
      async profile({ handle }) {
        const names = { handle, displayName: handle, bio: null, avatarUrl: null, url: null }
        return { ...(await answered()), profile: { externalId: handle, ...names, followers: 0, following: 0 } }
      },
      async activities({ account, cursor }) {
        const page = Number(cursor ?? 0)
        const items = Array.from({ length: pageSize }, (_, place) =>
          draftOf(account.externalId, page * pageSize + place),
        )
        return { ...(await answered()), items, next: page + 1 < pages ? String(page + 1) : null }
      },
    },
  })
}

/** All of them young enough to be read again by the next run. */
const newest = Date.now() - 60_000

function draftOf(author: string, number: number): ActivityDraft {
  return {
    externalId: `${author}/${number}`,
    kind: 'post',
    url: `https://bench.example/${author}/${number}`,
    author: { externalId: author, handle: author, displayName: author, avatarUrl: null },
    title: null,
    text: `Lesson ${number} of ${author}, with a few words on what was learnt and where it can be read. #learning`,
    html: null,
    links: [],
    language: 'en',
    media: [],
    hashtags: ['learning'],
    mentions: [],
    counts: { likes: number % 7, comments: 0, shares: 0, views: null },
    audience: 'public',
    inReplyTo: null,
    shareOf: null,
    publishedAt: newest - number * 1000,
    editedAt: null,
    version: null,
  }
}
