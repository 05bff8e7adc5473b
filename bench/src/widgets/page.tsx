import type { FeedItem, Socius } from '@socius/core'
import { createClient } from '@socius/core/client'
import { Feed, SociusProvider } from '@socius/react-widgets'
import { englishFeedLabels } from '@socius/react-widgets/english'
import { feedQuery } from '@socius/react-widgets/queries'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'

/** Milliseconds since the epoch, by activity: when a bare reader of the stream had its event, and when its row was painted. */
export interface Seen {
  readonly heard: Record<string, number>
  readonly painted: Record<string, number>
}

declare global {
  interface Window {
    seen?: Seen
  }
}

const url = '/social'
const viewerId = 'ada'
const seen: Seen = { heard: {}, painted: {} }
const client = createClient<Socius>({ url })
const source = { feed: 'home' } as const
const now = () => performance.timeOrigin + performance.now()

/** What nobody can be faster than: the stream's text, cut at its blocks and looked at for ids. */
async function listen(): Promise<void> {
  const { body } = await fetch(`${url}/events`, { headers: { accept: 'text/event-stream' } })
  if (!body) throw new Error('There is no stream.')
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  for (let text = ''; ; ) {
    const { done, value = '' } = await reader.read()
    if (done) return
    const blocks = (text + value).split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const [, id] = /"activityId":"([^"]+)"/.exec(block) ?? []
      if (id) seen.heard[id] ??= now()
    }
  }
}

/** Notes when a row has been painted: after the frame in which it came into the page. */
function watch(root: HTMLElement): void {
  const { port1, port2 } = new MessageChannel()
  const fresh = new Set<string>()
  port1.onmessage = () => {
    for (const id of fresh) seen.painted[id] ??= now()
    fresh.clear()
  }
  new MutationObserver(() => {
    for (const article of root.querySelectorAll('[role="article"]')) {
      const id = article.querySelector('.socius-author')?.id.replace(/^.*?-(?=[0-9a-f]{8}-)/, '')
      if (id && !(id in seen.painted)) fresh.add(id)
    }
    requestAnimationFrame(() => port2.postMessage(null))
  }).observe(root, { childList: true, subtree: true })
}

/** As many items as if somebody had scrolled all the way: they are in the cache, page by page. */
async function fillUp(queryClient: QueryClient, count: number): Promise<void> {
  const { items: real } = await client.feed.home({ limit: 20 })
  const copies = Array.from({ length: count }, (_, place): FeedItem[] =>
    real.slice(place % real.length, (place % real.length) + 1).map(({ activity, ...item }) => ({
      ...item,
      activity: { ...activity, id: `copy-${place}` },
    })),
  ).flat()
  const pages = Array.from({ length: count / 20 }, (_, page) => ({
    items: copies.slice(page * 20, page * 20 + 20),
    next: page === count / 20 - 1 ? null : `after ${page}`,
  }))
  const { queryKey } = feedQuery({ client, viewerId }, { source })
  queryClient.setQueryData(queryKey, { pages, pageParams: [null, ...pages.slice(0, -1).map(({ next }) => next)] })
}

const items = Number(new URLSearchParams(location.search).get('items'))
const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } })
const main = document.querySelector('main') ?? document.body
if (items > 0) await fillUp(queryClient, items)
else {
  watch(main)
  void listen()
}
createRoot(main).render(
  <QueryClientProvider client={queryClient}>
    <SociusProvider client={client} viewerId={viewerId}>
      <Feed source={source} labels={englishFeedLabels} live={items > 0 ? 'off' : 'show'} />
    </SociusProvider>
  </QueryClientProvider>,
)
window.seen = seen
