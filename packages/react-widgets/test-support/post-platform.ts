import { type ActivityDraft, defineProvider, type Provider } from '@socius/core/provider'

const capability = {
  scopes: [],
  memberToken: false,
  pageSize: 100,
  batchSize: null,
  limit: null,
  price: { perCall: 0, perItem: 0 },
  regions: null,
  note: '',
}

/** A platform on which one account has published what is given. */
export function createPostPlatform(options: {
  platform: string
  title: string
  attribution: 'link' | 'none'
  posts: readonly ActivityDraft[]
}): Provider {
  const { platform, title, attribution, posts } = options
  const facts = { rejected: [], rateLimit: null, calls: 1 }
  return defineProvider({
    platform,
    title,
    rules: { source: 'https://example.org/terms', maxAge: null, onDeletion: 'erase', attribution },
    capabilities: { profile: capability, activities: capability },
    readers: {
      profile: async ({ handle }) => ({
        ...facts,
        profile: {
          externalId: handle,
          handle,
          displayName: handle,
          bio: null,
          avatarUrl: null,
          url: null,
          followers: null,
          following: null,
        },
      }),
      activities: async () => ({ ...facts, items: [...posts], next: null }),
    },
  })
}

/** A post with as little in it as there can be. */
export function postOf(externalId: string, changes: Partial<ActivityDraft> = {}): ActivityDraft {
  return {
    externalId,
    kind: 'post',
    url: `https://example.org/posts/${externalId}`,
    author: { externalId: 'bob', handle: 'bob', displayName: 'Bob', avatarUrl: null },
    title: null,
    text: `Post ${externalId}`,
    html: null,
    links: [],
    language: 'en',
    media: [],
    hashtags: [],
    mentions: [],
    counts: { likes: 12, comments: 3, shares: null, views: null },
    audience: 'public',
    inReplyTo: null,
    shareOf: null,
    publishedAt: Date.UTC(2026, 0, 1),
    editedAt: null,
    version: null,
    ...changes,
  }
}
