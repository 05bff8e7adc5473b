import type { DefaultTheme } from 'vitepress'
import { linksTo, linksWithin, pagesIn } from './pages.ts'

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

const reference: DefaultTheme.SidebarItem = {
  text: 'Reference',
  items: [
    { text: 'Operations', link: '/reference/operations' },
    { text: 'API reference', link: '/reference/' },
  ],
}
const concepts = ['facts', 'reactions', 'operations', 'consent', 'store', 'provider', 'architecture']
const widgets = ['index', 'feed', 'activity-timeline', 'link-accounts', 'sync-status', 'hooks']
const stores = ['index', 'memory', 'sqlite', 'postgres', 'pglite', 'mysql']

/** Concepts and guides. */
const main: DefaultTheme.SidebarItem[] = [
  {
    text: 'Start',
    items: [...linksTo(['concepts/index', 'guides/getting-started']), { text: 'All guides', link: '/guides/' }],
  },
  { text: 'Concepts', items: linksTo(concepts.map((name) => `concepts/${name}`)) },
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
  { text: 'Extending', items: linksTo(extending) },
  {
    text: 'Beside the guides',
    items: linksTo(['widgets/index', 'providers/index', 'stores/index', 'decisions/index']),
  },
  reference,
]

const adapters: DefaultTheme.SidebarItem[] = [
  { text: 'Providers', items: linksWithin('providers', ['index']) },
  { text: 'Stores', items: linksWithin('stores', stores) },
  { text: 'Using them', items: linksTo(['guides/accounts-and-consent', 'guides/sync', 'guides/databases']) },
  { text: 'Extending', items: linksTo(extending) },
]

/** What stands beside the guides has sidebars of its own: in a long one, the page that is open is out of sight. */
export const sidebars: DefaultTheme.SidebarMulti = {
  '/': main,
  '/widgets/': [
    { text: 'React widgets', items: linksWithin('widgets', widgets) },
    {
      text: 'What they call',
      items: linksTo([
        'guides/client',
        'guides/http',
        'guides/feed',
        'guides/accounts-and-consent',
        'guides/sync',
        'guides/live-events',
      ]),
    },
    reference,
  ],
  '/providers/': adapters,
  '/stores/': adapters,
  '/decisions/': [
    { text: 'Decisions', items: linksWithin('decisions', ['index']) },
    { text: 'Concepts', items: linksTo(['concepts/architecture']) },
  ],
}
