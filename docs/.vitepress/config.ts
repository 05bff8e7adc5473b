import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type DefaultTheme, defineConfig } from 'vitepress'
import { readPackages } from '../../scripts/packages.ts'

const docs = join(import.meta.dirname, '..')

/** The folders of hand-written pages, in the order in which the site shows them, with the pages that come first. */
const sections = {
  guides: {
    text: 'Guides',
    first: [
      'index',
      'getting-started',
      'people',
      'accounts-and-consent',
      'sync',
      'single-items-and-archives',
      'feed',
      'connections',
      'activities',
      'events-and-reactions',
      'live-events',
      'http',
      'client',
      'agents',
      'write-a-module',
      'databases',
      'tenants-and-actors',
      'errors',
      'privacy',
      'testing',
      'write-a-provider',
      'write-a-store',
    ],
  },
  concepts: { text: 'Concepts', first: ['architecture'] },
  providers: { text: 'Providers', first: ['index'] },
  stores: { text: 'Stores', first: ['index', 'memory', 'sqlite', 'postgres', 'pglite', 'mysql'] },
  decisions: { text: 'Decisions', first: ['index'] },
}

const written = Object.entries(sections).flatMap(([folder, { text, first }]): DefaultTheme.SidebarItem[] =>
  existsSync(join(docs, folder)) ? [{ text, collapsed: folder === 'decisions', items: pagesOf(folder, first) }] : [],
)

const reference: DefaultTheme.SidebarItem = {
  text: 'API reference',
  collapsed: true,
  items: readPackages().flatMap(({ entries }) =>
    entries.map(({ specifier }) => ({ text: specifier, link: `/reference/${specifier}/` })),
  ),
}

// Room for code: lines of 100 characters are not cut on a wide screen.
const style = `
  :root { --vp-code-font-size: 0.8em; --vp-layout-max-width: 1600px }
  .VPDoc.has-aside .content-container.content-container { max-width: 880px }
`

// Links that lead nowhere fail the build; that is VitePress's default and is left on.
export default defineConfig({
  title: 'Socius',
  description: 'An embeddable TypeScript social SDK.',
  cleanUrls: true,
  head: [['style', {}, style]],
  themeConfig: {
    nav: [
      { text: 'Guides', link: '/guides/' },
      { text: 'Concepts', link: '/concepts/architecture' },
      { text: 'Providers', link: '/providers/' },
      { text: 'Stores', link: '/stores/' },
      { text: 'API reference', link: '/reference/' },
    ],
    sidebar: [...written, reference],
    outline: [2, 3],
    search: { provider: 'local' },
  },
})

/** A folder's pages, each under its own first heading: those that come first, then the others by name. */
function pagesOf(folder: string, first: readonly string[]): DefaultTheme.SidebarItem[] {
  const pages = globSync('*.md', { cwd: join(docs, folder) }).map((file) => basename(file, '.md'))
  const placeOf = (page: string) => (first.includes(page) ? first.indexOf(page) : first.length)
  return pages
    .sort((one, other) => placeOf(one) - placeOf(other) || (one < other ? -1 : 1))
    .map((page) => {
      const [, heading] = /^# (.+)$/m.exec(readFileSync(join(docs, folder, `${page}.md`), 'utf8')) ?? []
      return page === 'index'
        ? { text: 'Overview', link: `/${folder}/` }
        : { text: heading ?? page, link: `/${folder}/${page}` }
    })
}
