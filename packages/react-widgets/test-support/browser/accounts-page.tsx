import { createSocius } from '@socius/core'
import { createInProcessClient } from '@socius/core/client'
import { memoryStore } from '@socius/storage-adapters/memory'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { LinkAccounts, SociusProvider } from '../../src/index.js'
import { accountLabels } from '../account-labels.js'
import { createListPlatform } from '../list-platform.js'

const wanted = new URLSearchParams(location.search)
document.documentElement.dir = wanted.get('dir') ?? 'ltr'
document.documentElement.lang = wanted.get('dir') === 'rtl' ? 'ar' : 'en'

const list = createListPlatform()
const other = createListPlatform('other', 'Other')
const social = await createSocius({
  store: memoryStore(),
  live: { interval: 20 },
  providers: [list.provider, other.provider],
})
const client = createInProcessClient(social, { id: 'ada', tenant: 'default', roles: [] })
const consent = { text: 'v1', purposes: ['sync' as const] }
await client.accounts.link({ personId: 'ada', platform: 'other', handle: 'ada', consent })

createRoot(document.querySelector('main') ?? document.body).render(
  <StrictMode>
    <QueryClientProvider client={new QueryClient()}>
      <SociusProvider client={client} viewerId="ada">
        <LinkAccounts
          labels={accountLabels}
          consent={{
            text: 'v1',
            purposes: [
              { purpose: 'sync', isRequired: true },
              { purpose: 'display', isRequired: false },
            ],
          }}
        >
          <p>
            We read what you publish there. <a href="#top">All of it</a>
          </p>
        </LinkAccounts>
      </SociusProvider>
    </QueryClientProvider>
  </StrictMode>,
)
