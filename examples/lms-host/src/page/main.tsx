import './styles/root.css'
import '@socius/react-widgets/styles.css'
import './styles/controls.css'
import './styles/layout.css'
import './styles/feed.css'
import './styles/pages.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { App } from './app.tsx'

const queryClient = new QueryClient({ defaultOptions: { queries: { retry: 1 } } })

const element = document.querySelector('#page')
if (element) {
  createRoot(element).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <BrowserRouter>
          <App />
        </BrowserRouter>
      </QueryClientProvider>
    </StrictMode>,
  )
}
