// @vitest-environment jsdom
import { dehydrate, HydrationBoundary, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from '@testing-library/react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { expect, it } from 'vitest'
import { english } from '../../test-support/english.js'
import { openCommunity } from '../../test-support/open-community.js'
import { type SociusClient, SociusProvider } from '../connection/socius-provider.js'
import { Feed } from './feed.js'
import { feedQuery } from './feed-query.js'

it('is rendered on a server with what was loaded before, and taken over in the page as it is', async () => {
  const { as } = await openCommunity()
  for (const text of ['1', '2', '3']) await as('bob').activities.publish({ personId: 'bob', text })
  const source = { feed: 'home' } as const
  const onServer = new QueryClient()
  await onServer.prefetchInfiniteQuery(feedQuery({ client: as('ada'), viewerId: 'ada' }, { source }))
  const state = dehydrate(onServer)
  const page = (queryClient: QueryClient, client: SociusClient, ago: string) => (
    <QueryClientProvider client={queryClient}>
      <HydrationBoundary state={state}>
        <SociusProvider client={client} viewerId="ada">
          <Feed source={source} labels={{ ...english, time: () => ago }} />
        </SociusProvider>
      </HydrationBoundary>
    </QueryClientProvider>
  )
  const html = renderToString(page(onServer, as('ada'), 'just now'))
  expect([...html.matchAll(/class="socius-text"[^>]*>(\d)/g)].map(([, text]) => text)).toEqual(['3', '2', '1'])

  const container = document.createElement('div')
  document.body.append(container)
  container.innerHTML = html
  const article = container.querySelector('article')
  const faults: unknown[] = []
  const root = await act(async () =>
    // Time goes by on the way from the server to the page.
    hydrateRoot(container, page(new QueryClient(), as('ada'), 'a minute ago'), {
      onRecoverableError: (fault) => faults.push(fault),
    }),
  )
  expect(faults).toEqual([])
  expect(container.querySelector('article')).toBe(article)
  await act(async () => root.unmount())
  container.remove()
})
