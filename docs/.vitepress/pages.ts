import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { DefaultTheme } from 'vitepress'

const docs = join(import.meta.dirname, '..')

/** Links to pages, by their addresses without a slash before; each is called by its page's first heading. */
export function linksTo(pages: readonly string[]): DefaultTheme.SidebarItem[] {
  return pages.map((page) => ({ text: headingOf(page), link: `/${page.replace(/(^|\/)index$/, '$1')}` }))
}

/** Links to the pages of a folder, under a heading that names it already. */
export function linksWithin(folder: string, first: readonly string[]): DefaultTheme.SidebarItem[] {
  return linksTo(pagesIn(folder, first)).map((item) =>
    item.link === `/${folder}/` ? { ...item, text: 'Overview' } : item,
  )
}

/** All pages right in a folder: those that come first, then the others by name. */
export function pagesIn(folder: string, first: readonly string[] = []): string[] {
  const found = globSync('*.md', { cwd: join(docs, folder) })
    .map((file) => `${folder}/${basename(file, '.md')}`)
    .sort()
  const ahead = first.map((name) => `${folder}/${name}`)
  return [...ahead, ...found.filter((page) => !ahead.includes(page))]
}

function headingOf(page: string): string {
  const [, heading] = /^# (.+)$/m.exec(readFileSync(join(docs, `${page}.md`), 'utf8')) ?? []
  if (heading === undefined) throw new Error(`docs/${page}.md has no first heading`)
  return heading
}
