import { SociusProvider } from '@socius/react-widgets'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { type Community, openCommunity } from './community.ts'
import { CommunityFeed } from './community-feed.tsx'
import { Others } from './others.tsx'

/** What pages can show, by name. */
const widgets = { feed: () => <CommunityFeed /> } satisfies Record<string, () => ReactNode>

export type WidgetName = keyof typeof widgets

/** Shows a widget to an invented member of an invented community, with buttons for what others do meanwhile. */
export async function mountWidget(element: HTMLElement, name: WidgetName): Promise<() => void> {
  const community: Community = await openCommunity()
  const queryClient = new QueryClient()
  const root = createRoot(element)
  root.render(
    <QueryClientProvider client={queryClient}>
      <SociusProvider client={community.as('ada')} viewerId="ada">
        {widgets[name]()}
        <Others community={community} />
      </SociusProvider>
    </QueryClientProvider>,
  )
  return () => {
    root.unmount()
    queryClient.clear()
    void community.close()
  }
}
