import {
  type ActivityDraft,
  defineProvider,
  type ErrorCode,
  type ItemOptions,
  isSociusError,
  type KeywordQuery,
  type LookedUp,
  matchKeywordQuery,
  type RejectedItem,
  relaxKeywordQuery,
  type SearchOptions,
  SociusError,
} from '@socius/core/provider'
import type { ProviderWiring } from './provider-suite-options.js'

/** Ways in which the sample provider can break the contract: the suite has to see each of them. */
export type Fault =
  | 'asks twice'
  | 'asks whatever address it is given'
  | 'calls every error unavailable'
  | 'calls missing posts gone though the account is hidden'
  | 'claims another reader'
  | 'counts requests wrongly'
  | 'cuts what is newer'
  | 'does not count what a search leaves out'
  | 'fails with one broken item'
  | 'finds what was not asked for'
  | 'forgets the reset'
  | 'gives ids that change'
  | 'gives seconds'
  | 'gives the same id twice'
  | 'gives one source to all servers'
  | 'gives zero for counts it does not know'
  | 'fails for an account it does not know'
  | 'has a new name each time'
  | 'has a new source each time'
  | 'ignores the cap'
  | 'ignores the limit'
  | 'ignores the signal'
  | 'ignores the time limit'
  | 'keeps state'
  | 'knows an item by its id only'
  | 'lets the body into errors'
  | 'lets the cause into errors'
  | 'lets the query into errors'
  | 'lies about the future'
  | 'logs'
  | 'puts the oldest first'
  | 'reads an item otherwise than its page'
  | 'refuses an address without saying why'
  | 'repeats the last item of a page'
  | 'retries'
  | 'searches for everything'
  | 'sleeps'
  | 'takes anything for an empty page'
  | 'takes the address of another server for its own'
  | 'takes the item of somebody else for its own'

const capability = {
  ...{ scopes: [], memberToken: false, pageSize: 10, batchSize: null, limit: null, regions: null, note: '' },
  price: { perCall: 0, perItem: 0 },
}

let made = 0

/** A small provider that keeps the contract, but for the faults it is given. */
export function sampleProvider(wiring: ProviderWiring, faults: ReadonlySet<Fault> = new Set()) {
  made += 1
  const api = createSampleApi(wiring, faults)
  let seen = 0
  const provider = {
    platform: faults.has('has a new name each time') ? `sample-${made}` : 'sample',
    title: 'Sample',
    capabilities: {
      ...{ profile: capability, activities: capability },
      lookup: { ...capability, batchSize: 5 },
      search: { ...capability, operators: ['words'] as const },
      item: capability,
      ...(faults.has('claims another reader') ? { mentions: capability } : {}),
    },
    rules: { source: 'https://example.com', maxAge: null, onDeletion: 'erase', attribution: 'none' },
    readers: {
      async profile({ signal }: { signal: AbortSignal }) {
        const { id, name } = await api.ask('https://api.example/users/ada?v=1', signal)
        if (typeof id !== 'string' || typeof name !== 'string') throw malformed()
        const rest = { handle: 'ada', bio: null, avatarUrl: null, url: null, followers: null, following: null }
        return { profile: { ...rest, externalId: id, displayName: name }, rateLimit: null, calls: 1 }
      },
      async activities(page: {
        account: { externalId: string }
        cursor: string | null
        since: number | null
        limit: number
        signal: AbortSignal
      }) {
        const { account, cursor, limit, since, signal } = page
        const size = faults.has('ignores the limit') ? limit + 1 : limit
        const after = cursor === null ? '' : `&after=${cursor}`
        const url = `https://api.example/users/${account.externalId}/posts?limit=${size}${after}`
        if (faults.has('asks twice')) await api.ask(url, signal)
        const { posts, next } = await api.ask(url, signal)
        if (!Array.isArray(posts) && !faults.has('takes anything for an empty page')) throw malformed()
        const { items, rejected } = readPosts(Array.isArray(posts) ? posts : [], wiring.clock.now(), faults)
        const wanted = items.filter(
          ({ publishedAt }) => since === null || !faults.has('cuts what is newer') || publishedAt < since,
        )
        if (faults.has('puts the oldest first')) wanted.reverse()
        seen += 1
        const state = faults.has('keeps state') ? wanted.slice(0, wanted.length - (seen > 1 ? 1 : 0)) : wanted
        const again = faults.has('repeats the last item of a page') && next !== null && cursor === null && limit > 1
        return {
          ...{ items: state, rejected, rateLimit: null },
          next: again ? (items.at(-2)?.externalId ?? null) : typeof next === 'string' ? next : null,
          calls: faults.has('counts requests wrongly') ? 7 : 1,
        }
      },
      async lookup({ externalIds, signal }: { externalIds: readonly string[]; signal: AbortSignal }) {
        const { posts, hidden } = await api.ask(`https://api.example/posts?ids=${externalIds.join(',')}`, signal)
        if (!Array.isArray(posts) && !faults.has('takes anything for an empty page')) throw malformed()
        const { items, rejected } = readPosts(Array.isArray(posts) ? posts : [], wiring.clock.now(), faults)
        const careless = faults.has('calls missing posts gone though the account is hidden')
        const results = externalIds.map((externalId): LookedUp => {
          const item = items.find((found) => found.externalId === externalId)
          if (item) return { state: 'present', item }
          if (hidden === true && !careless) return { state: 'unreadable', externalId, reason: 'hidden' }
          return { state: 'gone', externalId }
        })
        return { results, rejected, rateLimit: null, calls: 1 }
      },
      async search({ query, cursor, limit, signal }: SearchOptions) {
        const { asked, isExact } = relaxKeywordQuery(query, ['words'])
        if (asked === null && !faults.has('searches for everything')) {
          throw new SociusError('unsupported', 'Nothing of this query can be asked.')
        }
        const words = asked === null ? '' : wordsOf(asked).join(' ')
        const after = cursor === null ? '' : `&after=${cursor}`
        const url = `https://api.example/search?q=${encodeURIComponent(words)}&limit=${limit}${after}`
        const { posts, next } = await api.ask(url, signal)
        if (!Array.isArray(posts) && !faults.has('takes anything for an empty page')) throw malformed()
        const { items, rejected } = readPosts(Array.isArray(posts) ? posts : [], wiring.clock.now(), faults)
        const wanted = faults.has('finds what was not asked for') ? items : items.filter(matchKeywordQuery(query))
        const counted = isExact || faults.has('does not count what a search leaves out')
        return {
          ...{ items: wanted, rejected, rateLimit: null, calls: 1, asked: words },
          next: typeof next === 'string' ? next : null,
          filtered: counted ? null : items.length - wanted.length,
        }
      },
      async item({ address, signal }: ItemOptions) {
        const id = idOf(address.replaceAll(/\s/g, ''), faults)
        const url = `https://api.example/posts?ids=${id}`
        const { posts } = await api.ask(faults.has('asks whatever address it is given') ? address : url, signal)
        if (!Array.isArray(posts)) throw malformed()
        const [item] = readPosts(posts, wiring.clock.now(), faults).items
        if (!item) throw new SociusError('provider_not_found', 'There is no such post.')
        const own = faults.has('takes the item of somebody else for its own')
        const author = own ? { ...item.author, externalId: 'u1' } : item.author
        const text = faults.has('reads an item otherwise than its page') ? `${item.text} …` : item.text
        return { item: { ...item, author, text }, rateLimit: null, calls: 1 }
      },
    },
    sourceOf({ handle }: { handle: string }) {
      if (faults.has('gives one source to all servers')) return 'one'
      if (faults.has('fails for an account it does not know') && !handle.includes('@')) throw malformed()
      if (faults.has('has a new source each time')) return String((made += 1))
      return (handle.split('@')[1] ?? 'api.example').toLowerCase().slice(-200)
    },
  } as const
  // One fault is what defineProvider itself would refuse.
  return faults.has('claims another reader') ? provider : defineProvider(provider)
}

/** The id of a post by itself, or by its page. */
function idOf(address: string, faults: ReadonlySet<Fault>): string {
  if (/^[a-z]$/.test(address)) return address
  const page = /^(?:https:\/\/)?([^/@]+)\/p\/([a-z])\/?(?:[?#].*)?$/i.exec(address)
  const isOwn = page?.[1]?.toLowerCase() === 'sample.example'
  const isTaken = isOwn || faults.has('takes the address of another server for its own')
  if (page?.[2] && isTaken && !faults.has('knows an item by its id only')) return page[2]
  const details = faults.has('refuses an address without saying why') ? {} : { reason: 'address' }
  throw new SociusError('invalid_input', 'This is not the address of a post.', { details })
}

/** The words of a query that has nothing else. */
function wordsOf(query: KeywordQuery): string[] {
  if (query.op === 'words') return [query.text]
  return query.op === 'all' ? query.of.flatMap(wordsOf) : []
}

function readPosts(posts: readonly unknown[], now: number, faults: ReadonlySet<Fault>) {
  const items: ActivityDraft[] = []
  const rejected: RejectedItem[] = []
  for (const post of posts) {
    const known = typeof post === 'object' && post !== null ? post : {}
    const id = 'id' in known && typeof known.id === 'string' ? known.id : null
    const draft = id === null ? null : readPost(known, id, now, faults)
    if (draft) items.push(draft)
    else if (faults.has('fails with one broken item')) throw malformed()
    else rejected.push({ externalId: id, reason: 'It has no text or no time.' })
  }
  return { items, rejected }
}

function readPost(post: object, id: string, now: number, faults: ReadonlySet<Fault>): ActivityDraft | null {
  const [text, createdAt, likes]: unknown[] = ['text', 'createdAt', 'likes'].map((name): unknown =>
    Reflect.get(post, name),
  )
  if (typeof text !== 'string' || typeof createdAt !== 'string' || typeof likes !== 'number') return null
  const time = Date.parse(createdAt)
  const clamped = faults.has('lies about the future') ? time : Math.min(time, now)
  const changing = faults.has('gives ids that change') ? `${id}-${text.length}` : id
  return {
    externalId: faults.has('gives the same id twice') && id === 'b' ? 'c' : changing,
    ...{
      kind: 'post',
      url: null,
      title: null,
      text,
      html: null,
      links: [],
      language: null,
      media: [],
      hashtags: [],
      mentions: [],
    },
    author: { externalId: authorOf(post), handle: 'ada', displayName: 'Ada', avatarUrl: null },
    counts: {
      ...{ likes, comments: null, shares: null },
      views: faults.has('gives zero for counts it does not know') ? 0 : null,
    },
    ...{ audience: 'public', inReplyTo: null, shareOf: null, editedAt: null, version: null },
    publishedAt: faults.has('gives seconds') ? Math.trunc(clamped / 1000) : clamped,
  }
}

function authorOf(post: object): string {
  return 'by' in post && typeof post.by === 'string' ? post.by : 'u1'
}

function malformed(): SociusError {
  return new SociusError('provider_malformed', 'The answer is not what was asked for.')
}

/** Requests as the contract wants them, by hand. */
function createSampleApi(wiring: ProviderWiring, faults: ReadonlySet<Fault>) {
  async function ask(url: string, signal: AbortSignal): Promise<Record<string, unknown>> {
    const stop = new AbortController()
    const abort = (): void => stop.abort()
    if (signal.aborted) abort()
    if (!faults.has('ignores the signal')) signal.addEventListener('abort', abort)
    const timer = setTimeout(abort, faults.has('ignores the time limit') ? 60_000 : wiring.timeout)
    try {
      return await exchange(url, stop.signal)
    } catch (error) {
      if (signal.aborted && !faults.has('ignores the signal')) throw new SociusError('aborted', 'The call was aborted.')
      if (isSociusError(error)) throw error
      throw new SociusError('provider_unavailable', 'There was no answer.', {
        retryable: true,
        ...(faults.has('lets the cause into errors') ? { cause: error } : {}),
      })
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    }
  }

  async function exchange(url: string, signal: AbortSignal): Promise<Record<string, unknown>> {
    signal.throwIfAborted()
    let response = await wiring.fetch(url, { signal })
    if (!response.ok && faults.has('logs')) console.warn('no')
    if (response.status === 503 && faults.has('sleeps')) await new Promise((resolve) => setTimeout(resolve, 2500))
    if (response.status === 503 && faults.has('retries')) response = await wiring.fetch(url, { signal })
    if (!response.ok) throw await statusError(url, response)
    const value = parse(await readText(response, signal))
    return value
  }

  async function readText(response: Response, signal: AbortSignal): Promise<string> {
    const reader = response.body?.getReader()
    const decoder = new TextDecoder()
    let text = ''
    let size = 0
    while (reader) {
      const aborted = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true })
      })
      aborted.catch(() => undefined)
      const { done, value } = await Promise.race([reader.read(), aborted])
      if (done) break
      size += value.byteLength
      if (size > wiring.maxBytes && !faults.has('ignores the cap')) {
        void reader.cancel()
        throw malformed()
      }
      text += decoder.decode(value, { stream: true })
    }
    return text
  }

  function parse(text: string): Record<string, unknown> {
    // Fewer brackets than a call stack can hold.
    if ((text.match(/[[{]/g)?.length ?? 0) > 1000) throw malformed()
    try {
      const value: unknown = JSON.parse(text)
      if (typeof value === 'object' && value !== null) return { ...value }
    } catch {
      if (faults.has('takes anything for an empty page')) return {}
    }
    throw malformed()
  }

  async function statusError(url: string, response: Response): Promise<SociusError> {
    const { status, headers } = response
    const wait = headers.get('retry-after')
    const code = faults.has('calls every error unavailable') ? 'provider_unavailable' : codeOf(status)
    const where = faults.has('lets the query into errors') ? url : new URL(url).pathname
    const body = faults.has('lets the body into errors') ? await response.text() : ''
    const seconds =
      wait === null ? null : /^\d+$/.test(wait) ? Number(wait) * 1000 : Date.parse(wait) - wiring.clock.now()
    return new SociusError(code, `${where} answered ${status}.${body}`, {
      retryable: code === 'provider_unavailable' || code === 'provider_rate_limited',
      ...(seconds === null || faults.has('forgets the reset') ? {} : { retryAfter: seconds }),
    })
  }

  return { ask }
}

function codeOf(status: number): ErrorCode {
  if (status === 401) return 'provider_unauthorized'
  if (status === 403) return 'provider_forbidden'
  if (status === 404) return 'provider_not_found'
  if (status === 429) return 'provider_rate_limited'
  return status >= 500 ? 'provider_unavailable' : 'provider_rejected'
}
