import { type ActivityDraft, defineProvider, type Provider, SociusError } from '@socius/core/provider'

const capability = {
  scopes: [],
  memberToken: false,
  pageSize: 2,
  batchSize: null,
  limit: null,
  price: { perCall: 0, perItem: 0 },
  regions: null,
  note: '',
}

/** A platform in memory: who is there, and how much each has published. */
export interface ListPlatform {
  readonly provider: Provider
  /** How many posts each account has. */
  readonly posts: Map<string, number>
  /** Called before each answer: throw to fail it, wait to delay it. */
  onCall: (reader: string) => void | Promise<void>
  calls: number
}

export function createListPlatform(platform = 'list', title = 'List'): ListPlatform {
  const list: ListPlatform = { provider: makeProvider(), posts: new Map([['ada', 3]]), onCall: () => {}, calls: 0 }

  async function answered(reader: string, externalId: string) {
    list.calls += 1
    await list.onCall(reader)
    const count = list.posts.get(externalId)
    if (count === undefined) throw new SociusError('provider_not_found', 'There is no such account.')
    return { count, facts: { rateLimit: null, calls: 1 } }
  }

  function makeProvider(): Provider {
    return defineProvider({
      platform,
      title,
      rules: { source: 'https://list.example/terms', maxAge: null, onDeletion: 'erase', attribution: 'none' },
      capabilities: { profile: capability, activities: capability },
      readers: {
        async profile({ handle: typed }) {
          const handle = typed.replace(/^@/, '')
          const { facts } = await answered('profile', handle)
          const unknown = { displayName: null, bio: null, avatarUrl: null, url: null, followers: null, following: null }
          return { ...facts, profile: { externalId: handle, handle, ...unknown } }
        },
        async activities({ account, cursor, limit }) {
          const { externalId } = account
          const { count, facts } = await answered('activities', externalId)
          const at = Number(cursor ?? 0)
          const size = Math.min(limit, capability.pageSize)
          const items = Array.from({ length: Math.min(size, count - at) }, (_, place) =>
            draftOf(externalId, at + place),
          )
          return { ...facts, items, rejected: [], next: at + size < count ? String(at + size) : null }
        },
      },
    })
  }
  return list
}

function draftOf(author: string, place: number): ActivityDraft {
  return {
    externalId: `${author}-${place}`,
    kind: 'post',
    url: `https://list.example/${author}/${place}`,
    author: { externalId: author, handle: author, displayName: author, avatarUrl: null },
    title: null,
    text: `${place} of ${author}`,
    html: null,
    links: [],
    language: 'en',
    media: [],
    hashtags: [],
    mentions: [],
    counts: { likes: 0, comments: 0, shares: null, views: null },
    audience: 'public',
    inReplyTo: null,
    shareOf: null,
    publishedAt: Date.now() - (place + 1) * 60_000,
    editedAt: null,
    version: null,
  }
}
