import {
  type ActivityDraft,
  type CommentDraft,
  defineProvider,
  type LookedUp,
  matchKeywordQuery,
  type Provider,
  relaxKeywordQuery,
  SociusError,
} from '../src/provider.js'

const capability = {
  scopes: [],
  memberToken: false,
  pageSize: 100,
  batchSize: 25,
  limit: null,
  price: { perCall: 0, perItem: 0 },
  regions: null,
  note: '',
}

/** A platform that is a list in memory: whatever a test puts there, newest first. */
export interface ListPlatform {
  readonly provider: Provider
  /** What each account has published; change it freely between runs. */
  readonly accounts: Map<string, ActivityDraft[]>
  /** What was answered to each activity, by its external id. */
  readonly comments: Map<string, CommentDraft[]>
  /** What others have said of each account. */
  readonly mentions: Map<string, ActivityDraft[]>
  /** Called before each answer; throw to fail it. */
  onCall: (reader: string, call: number) => void | Promise<void>
  /** Calls so far. */
  calls: number
  /** Looked-up ids that may well exist and cannot be seen. */
  readonly unreadable: Set<string>
}

export function createListPlatform(
  options: { platform?: string; pageSize?: number; batchSize?: number } = {},
): ListPlatform {
  const { platform = 'list', pageSize = 100, batchSize = 25 } = options
  const own = { ...capability, pageSize, batchSize }
  const find = (externalId: string) => {
    const items = list.accounts.get(externalId)
    if (items) return items
    throw new SociusError('provider_not_found', 'There is no such account.')
  }
  const answered = async (reader: string) => {
    list.calls += 1
    await list.onCall(reader, list.calls)
    return { rejected: [], rateLimit: null, calls: 1 }
  }
  const provider = defineProvider({
    platform,
    title: 'List',
    rules: { source: 'https://list.example/terms', maxAge: null, onDeletion: 'erase', attribution: 'link' },
    capabilities: {
      ...{ profile: own, activities: own, lookup: own, comments: own, mentions: own, item: own },
      search: { ...own, operators: ['words'] },
    },
    readers: {
      async profile({ handle }) {
        const facts = await answered('profile')
        find(handle)
        const names = { handle, displayName: handle.toUpperCase(), bio: null, avatarUrl: null, url: null }
        return { ...facts, profile: { externalId: handle, ...names, followers: 1, following: 1 } }
      },
      async activities({ account, cursor, limit }) {
        const facts = await answered('activities')
        return { ...facts, ...pageOf(find(account.externalId), cursor, limit) }
      },
      async lookup({ account, externalIds }) {
        const facts = await answered('lookup')
        const items = find(account.externalId)
        const results = externalIds.map((externalId): LookedUp => {
          if (list.unreadable.has(externalId)) return { state: 'unreadable', externalId, reason: 'hidden' }
          const item = items.find((candidate) => candidate.externalId === externalId)
          return item ? { state: 'present', item } : { state: 'gone', externalId }
        })
        return { ...facts, results }
      },
      async comments({ subjectExternalId, cursor, limit }) {
        const facts = await answered('comments')
        return { ...facts, ...pageOf(list.comments.get(subjectExternalId) ?? [], cursor, limit) }
      },
      async mentions({ account, cursor, limit }) {
        const facts = await answered('mentions')
        return { ...facts, ...pageOf(list.mentions.get(account.externalId) ?? [], cursor, limit) }
      },
      async search({ query, cursor, limit }) {
        const facts = await answered('search')
        const { asked, isExact } = relaxKeywordQuery(query, ['words'])
        if (asked === null) throw new SociusError('unsupported', 'Nothing of this query can be asked.')
        const found = [...list.accounts.values()].flat().filter(matchKeywordQuery(asked))
        const page = pageOf(found, cursor, limit)
        const items = page.items.filter(matchKeywordQuery(query))
        const filtered = isExact ? null : page.items.length - items.length
        return { ...facts, ...page, items, asked: JSON.stringify(asked), filtered }
      },
      async item({ address }) {
        const facts = await answered('item')
        const found = [...list.accounts.values()]
          .flat()
          .find(({ url, externalId }) => [url, externalId].includes(address))
        if (found) return { ...facts, item: found }
        if (address.startsWith('https://list.example/')) {
          throw new SociusError('provider_not_found', 'There is no such item.')
        }
        throw new SociusError('invalid_input', 'This is not an address of the list.', {
          details: { reason: 'address' },
        })
      },
    },
  })
  const list: ListPlatform = {
    provider,
    accounts: new Map(),
    comments: new Map(),
    mentions: new Map(),
    onCall: () => undefined,
    calls: 0,
    unreadable: new Set(),
  }
  return list
}

function pageOf<Item>(items: readonly Item[], cursor: string | null, limit: number) {
  const at = Number(cursor ?? 0)
  return { items: items.slice(at, at + limit), next: at + limit < items.length ? String(at + limit) : null }
}

/** A draft with as little in it as there can be. */
export function draftOf(author: string, externalId: string, changes: Partial<ActivityDraft> = {}): ActivityDraft {
  return {
    externalId,
    kind: 'post',
    url: `https://list.example/${author}/${externalId}`,
    author: { externalId: author, handle: author, displayName: author, avatarUrl: null },
    title: null,
    text: `${externalId} of ${author}`,
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
    publishedAt: 1_790_000_000_000,
    editedAt: null,
    version: null,
    ...changes,
  }
}

/** So many drafts, the newest first, a minute apart. */
export function draftsOf(author: string, count: number, newest = 1_790_000_000_000): ActivityDraft[] {
  return Array.from({ length: count }, (_, place) =>
    draftOf(author, `${author}-${count - place}`, {
      publishedAt: newest - place * 60_000,
      hashtags: place % 3 === 0 ? ['Learning'] : [],
      counts: { likes: place, comments: 0, shares: null, views: null },
    }),
  )
}

/** A comment with as little in it as there can be. */
export function commentOf(author: string, externalId: string, changes: Partial<CommentDraft> = {}): CommentDraft {
  return {
    externalId,
    url: `https://list.example/${author}/${externalId}`,
    subjectExternalId: '',
    inReplyTo: null,
    author: { externalId: author, handle: author, displayName: author, avatarUrl: null },
    text: `${externalId} of ${author}`,
    html: null,
    links: [],
    counts: { likes: 0, comments: 0, shares: null, views: null },
    publishedAt: 1_790_000_000_000,
    editedAt: null,
    ...changes,
  }
}
