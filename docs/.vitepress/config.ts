import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type DefaultTheme, defineConfig } from 'vitepress'
import { readPackages } from '../../scripts/packages.ts'

const docs = join(import.meta.dirname, '..')

/** The folders of hand-written pages, in the order in which the site shows them. */
const sections = {
  guides: 'Guides',
  concepts: 'Concepts',
  providers: 'Providers',
  stores: 'Stores',
  decisions: 'Decisions',
}

const written = Object.entries(sections).flatMap(([folder, text]): DefaultTheme.SidebarItem[] =>
  existsSync(join(docs, folder)) ? [{ text, items: pagesOf(folder) }] : [],
)

const reference: DefaultTheme.SidebarItem = {
  text: 'API reference',
  items: readPackages().flatMap(({ entries }) =>
    entries.map(({ specifier }) => ({ text: specifier, link: `/reference/${specifier}/` })),
  ),
}

// Links that lead nowhere fail the build; that is VitePress's default and is left on.
export default defineConfig({
  title: 'Socius',
  description: 'An embeddable TypeScript social SDK.',
  cleanUrls: true,
  themeConfig: {
    nav: [{ text: 'API reference', link: '/reference/' }],
    sidebar: [...written, reference],
    search: { provider: 'local' },
  },
})

/** A folder's pages, each under its own first heading. */
function pagesOf(folder: string): DefaultTheme.SidebarItem[] {
  return globSync('*.md', { cwd: join(docs, folder) })
    .sort()
    .map((file) => {
      const [, heading] = /^# (.+)$/m.exec(readFileSync(join(docs, folder, file), 'utf8')) ?? []
      const page = basename(file, '.md')
      return { text: heading ?? page, link: page === 'index' ? `/${folder}/` : `/${folder}/${page}` }
    })
}
