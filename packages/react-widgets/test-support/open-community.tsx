import { createSocius, type Socius } from '@socius/core'
import { createInProcessClient } from '@socius/core/client'
import { memoryStore } from '@socius/storage-adapters/memory'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { onTestFinished } from 'vitest'
import { type SociusClient, SociusProvider } from '../src/connection/socius-provider.js'

const actorOf = (id: string) => ({ id, tenant: 'default', roles: [] })

/** A social system in this process, and pages that people look at. */
export async function openCommunity(options: Partial<Parameters<typeof createSocius>[0]> = {}) {
  const social: Socius = await createSocius({ store: memoryStore(), live: { interval: 20 }, ...options })
  const as = (id: string): SociusClient => createInProcessClient(social, actorOf(id))
  onTestFinished(async () => {
    cleanup()
    await social.close()
  })
  return {
    social,
    as,
    /** What `viewerId` sees; the client may be one that fails. */
    show(viewerId: string, page: ReactNode, client: SociusClient = as(viewerId)) {
      const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 60_000 } } })
      const wrap = (children: ReactNode) => (
        <QueryClientProvider client={queryClient}>
          <SociusProvider client={client} viewerId={viewerId}>
            {children}
          </SociusProvider>
        </QueryClientProvider>
      )
      const shown = render(wrap(page))
      return { ...shown, queryClient, again: (next: ReactNode) => shown.rerender(wrap(next)) }
    },
  }
}
