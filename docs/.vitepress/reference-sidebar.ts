import { globSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { DefaultTheme } from 'vitepress'
import { readPackages } from '../../scripts/packages.ts'

const reference = join(import.meta.dirname, '../reference')

/** Its folders, as TypeDoc names them. */
const kinds = {
  functions: 'Functions',
  classes: 'Classes',
  interfaces: 'Interfaces',
  'type-aliases': 'Types',
  variables: 'Values',
}

/** The sidebar of the API reference: what a host can import, and under each what it gives. */
export const referenceSidebar: DefaultTheme.SidebarItem[] = [
  { text: 'API reference', link: '/reference/' },
  { text: 'Operations', link: '/reference/operations' },
  ...readPackages().flatMap(({ entries }) =>
    entries.map(({ specifier }) => ({
      text: specifier.replace('@socius/', ''),
      link: `/reference/${specifier}/`,
      collapsed: true,
      items: Object.entries(kinds).flatMap(([folder, text]) => symbolsIn(specifier, folder, text)),
    })),
  ),
]

function symbolsIn(specifier: string, folder: string, text: string): DefaultTheme.SidebarItem[] {
  const items = globSync('*.md', { cwd: join(reference, specifier, folder) })
    .map((file) => basename(file, '.md'))
    .sort((one, other) => one.localeCompare(other, 'en'))
    .map((name) => ({ text: name, link: `/reference/${specifier}/${folder}/${name}` }))
  return items.length > 0 ? [{ text, items }] : []
}
