import type { DefaultTheme } from 'vitepress'
import { linksTo, pagesIn } from './pages.ts'

/** The guides, in the order in which the site shows them. One that stands nowhere here is shown after all others. */
const guides = {
  'People and consent': ['people', 'accounts-and-consent', 'connections', 'privacy', 'tenants-and-actors'],
  Reading: ['sync', 'single-items-and-archives'],
  'Feeds and responses': ['feed', 'activities'],
  'What follows': ['events-and-reactions', 'live-events'],
  Serving: ['http', 'client', 'agents'],
  'In your application': ['databases', 'errors', 'testing'],
}

const extending = ['guides/write-a-provider', 'guides/write-a-store', 'guides/write-a-module']
const placed = new Set([
  'guides/getting-started',
  'guides/index',
  ...extending,
  ...Object.values(guides).flatMap((names) => names.map((name) => `guides/${name}`)),
])
const others = pagesIn('guides').filter((page) => !placed.has(page))

/** The sidebar of all pages that are written by hand. */
export const sidebar: DefaultTheme.SidebarItem[] = [
  {
    text: 'Start',
    items: [...linksTo(['concepts/index', 'guides/getting-started']), { text: 'All guides', link: '/guides/' }],
  },
  {
    text: 'Concepts',
    items: linksTo([
      ...['facts', 'reactions', 'operations', 'consent', 'store', 'provider'].map((name) => `concepts/${name}`),
      'concepts/architecture',
    ]),
  },
  {
    text: 'Guides',
    items: [
      ...Object.entries(guides).map(([text, names]) => ({
        text,
        collapsed: false,
        items: linksTo(names.map((name) => `guides/${name}`)),
      })),
      ...(others.length > 0 ? [{ text: 'More', collapsed: false, items: linksTo(others) }] : []),
    ],
  },
  { text: 'React widgets', items: linksTo(pagesIn('widgets', ['index', 'feed'])) },
  { text: 'Providers', collapsed: true, items: linksTo(pagesIn('providers', ['index'])) },
  {
    text: 'Stores',
    collapsed: true,
    items: linksTo(pagesIn('stores', ['index', 'memory', 'sqlite', 'postgres', 'pglite', 'mysql'])),
  },
  { text: 'Extending', items: linksTo(extending) },
  { text: 'Decisions', collapsed: true, items: linksTo(pagesIn('decisions', ['index'])) },
  {
    text: 'Reference',
    items: [
      { text: 'Operations', link: '/reference/operations' },
      { text: 'API reference', link: '/reference/' },
    ],
  },
]
