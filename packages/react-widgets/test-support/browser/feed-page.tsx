import { createSocius, type FeedItem, system } from '@socius/core'
import { createInProcessClient } from '@socius/core/client'
import { memoryStore } from '@socius/storage-adapters/memory'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useRef } from 'react'
import { createRoot } from 'react-dom/client'
import { Feed, SociusProvider } from '../../src/index.js'
import { feedQuery } from '../../src/queries.js'
import { english } from '../english.js'
import { createPostPlatform, postOf } from '../post-platform.js'

/** What a test says to the page, and hears of it. */
export interface FeedPageHandle {
  publish(text: string): Promise<unknown>
  /** Puts what is new on top at once from now on. */
  showLive(): void
  /** Takes the feed away and shows it anew. */
  remount(): void
  /** The text of the first item, rendered or not. */
  first(): string | null | undefined
}

declare global {
  interface Window {
    feedPage?: FeedPageHandle
  }
}

const wanted = new URLSearchParams(location.search)
const viewerId = 'ada'
const actorOf = (id: string) => ({ id, tenant: 'default', roles: [] })

document.documentElement.dir = wanted.get('dir') ?? 'ltr'
document.documentElement.lang = wanted.get('dir') === 'rtl' ? 'ar' : 'en'
const theme = wanted.get('theme')
if (theme) document.documentElement.dataset['theme'] = theme

const platform = createPostPlatform({
  platform: 'village',
  title: 'Village',
  attribution: 'link',
  posts: [
    postOf('1', {
      text: 'What came of the workshop',
      html: '<p>What came of the <a href="https://example.org/workshop">workshop</a>: a list, and a plan.</p><ul><li>One</li><li>Two</li></ul>',
      hashtags: ['workshop', 'plans'],
      publishedAt: Date.UTC(2026, 2, 3, 9),
      counts: { likes: 12, comments: 3, shares: 1, views: null },
    }),
    postOf('2', {
      text: 'שלום לכולם, this one has two directions.',
      language: 'he',
      publishedAt: Date.UTC(2026, 2, 2),
    }),
  ],
})
const social = await createSocius({ store: memoryStore(), live: { interval: 20 }, providers: [platform] })
const as = (id: string) => createInProcessClient(social, actorOf(id))
const consent = { purposes: ['sync' as const, 'display' as const], text: 'v1' }
await social.people.save(system, { personId: 'bob', displayName: 'Bob Baker' })
await social.people.save(system, { personId: 'cyd', displayName: 'سيد محمود' })
await social.accounts.link(system, { personId: 'bob', platform: 'village', handle: 'bob', consent })
await social.sync.run(system, {})
const publish = (personId: string, text: string, more: object = {}) =>
  as(personId).activities.publish({ personId, text, ...more })
for (let number = 1; number <= Number(wanted.get('native') ?? 30); number++) {
  await publish('bob', `Note ${number}`, { hashtags: number % 5 ? [] : ['fifth'] })
}
await publish('cyd', 'مرحبا بالجميع، هذه تجربة.', { language: 'ar', hashtags: ['تجربة'] })
await publish('bob', 'A picture, and a page that says more.', {
  title: 'Two things',
  attachments: [
    {
      type: 'image',
      url: 'https://example.org/a.png',
      previewUrl: null,
      description: 'A field',
      width: 1200,
      height: 700,
    },
    {
      type: 'link',
      url: 'https://example.org/more',
      previewUrl: null,
      description: 'More about fields',
      width: null,
      height: null,
    },
  ],
})

const client = as(viewerId)
const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 600_000 } } })
const source = { feed: 'home' } as const
await fillUp(Number(wanted.get('items') ?? 0))

function Page({ live }: { live: 'announce' | 'show' | 'off' }) {
  const scrollRef = useRef<HTMLDivElement>(null)
  const isElement = wanted.has('element')
  const feed = <Feed source={source} labels={english} live={live} {...(isElement ? { scrollRef } : {})} />
  return (
    <>
      <h2>Feed</h2>
      {isElement ? (
        <div
          ref={scrollRef}
          id="scroller"
          tabIndex={0}
          role="region"
          aria-label="Scroller"
          style={{ blockSize: 500, overflow: 'auto' }}
        >
          <p>Above the feed</p>
          {feed}
        </div>
      ) : (
        feed
      )}
    </>
  )
}

const root = createRoot(document.querySelector('main') ?? document.body)
const show = (live: 'announce' | 'show' | 'off', key = 'first') =>
  root.render(
    <QueryClientProvider client={queryClient}>
      <SociusProvider client={client} viewerId={viewerId}>
        <Page key={key} live={live} />
      </SociusProvider>
    </QueryClientProvider>,
  )
window.feedPage = {
  publish: (text) => publish('bob', text),
  showLive: () => show('show'),
  remount: () => show('off', 'second'),
  first: () => {
    const { queryKey } = feedQuery({ client, viewerId }, { source })
    return queryClient.getQueryData(queryKey)?.pages[0]?.items[0]?.activity.text
  },
}
// Copies are nowhere but in the cache: a server that is asked again knows nothing of them.
show(wanted.has('items') ? 'off' : 'announce')

/** As many items as if somebody had scrolled all the way: they are in the cache, page by page. */
async function fillUp(count: number): Promise<void> {
  if (count === 0) return
  const { items: real } = await client.feed.home({ limit: 30 })
  const copies = Array.from({ length: count }, (_, place): FeedItem => {
    const { activity, ...item } = real[place % real.length] as FeedItem
    return { ...item, activity: { ...activity, id: `copy-${place}`, text: `${activity.text ?? ''} (${place + 1})` } }
  })
  const pages = Array.from({ length: count / 20 }, (_, page) => ({
    items: copies.slice(page * 20, page * 20 + 20),
    next: page === count / 20 - 1 ? null : `after ${page}`,
  }))
  const { queryKey } = feedQuery({ client, viewerId }, { source })
  queryClient.setQueryData(queryKey, { pages, pageParams: [null, ...pages.slice(0, -1).map(({ next }) => next)] })
}
