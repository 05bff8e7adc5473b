import { SociusProvider } from '@socius/react-widgets'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import '@socius/react-widgets/styles.css'
import type { Scene } from './scene.ts'

/** What pages can show, by name. Each is loaded where it is shown only. */
const scenes = {
  feed: async () => (await import('./feed-scene.tsx')).openFeedScene(),
  'activity-timeline': async () => (await import('./timeline-scene.tsx')).openTimelineScene(),
  'link-accounts': async () => (await import('./accounts-scene.tsx')).openAccountsScene(),
  'sync-status': async () => (await import('./status-scene.tsx')).openStatusScene(),
  hooks: async () => (await import('./headless-scene.tsx')).openHeadlessScene(),
} satisfies Record<string, () => Promise<Scene>>

export type WidgetName = keyof typeof scenes

/** Shows a widget to an invented person in an invented world. */
export async function mountWidget(element: HTMLElement, name: WidgetName): Promise<() => void> {
  const { client, viewerId, children, close } = await scenes[name]()
  const queryClient = new QueryClient()
  const root = createRoot(element)
  root.render(
    <QueryClientProvider client={queryClient}>
      <SociusProvider client={client} viewerId={viewerId}>
        {children}
      </SociusProvider>
    </QueryClientProvider>,
  )
  return () => {
    root.unmount()
    queryClient.clear()
    void close()
  }
}
