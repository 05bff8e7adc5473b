// Looks at the built site, the reference included, for links to pages, anchors and files that are not there.
import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

const site = join(import.meta.dirname, '.vitepress/dist')
const files = new Set(globSync('**/*.*', { cwd: site }))
const pages = [...files].filter((file) => file.endsWith('.html')).sort()
if (pages.length === 0) throw new Error('There is no site: run `vitepress build` first.')

const texts = new Map(pages.map((page) => [page, readFileSync(join(site, page), 'utf8')]))
const anchors = new Map([...texts].map(([page, text]) => [page, new Set(valuesOf(text, 'id'))]))

let checked = 0
const dead = new Set<string>()
for (const [page, text] of texts) {
  for (const link of [...valuesOf(text, 'href'), ...valuesOf(text, 'src')]) {
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(link)) continue
    checked++
    const [path = '', anchor = ''] = decodeURI(link.replaceAll('&amp;', '&')).split('#')
    const target = path === '' ? page : fileOf(posix.resolve('/', posix.dirname(page), path), path.endsWith('/'))
    if (target === undefined) dead.add(`${page}: there is no ${link}`)
    else if (anchor !== '' && anchors.get(target)?.has(decodeURIComponent(anchor)) === false) {
      dead.add(`${page}: ${target} has no #${anchor}`)
    }
  }
}
for (const line of dead) console.error(line)
console.log(`${checked} links on ${pages.length} pages, ${dead.size} of them dead`)
if (dead.size > 0) process.exitCode = 1

/** The file that answers an address; addresses have no `.html`. */
function fileOf(address: string, isFolder: boolean): string | undefined {
  const path = address.slice(1)
  const candidates = isFolder || path === '' ? [posix.join(path, 'index.html')] : [path, `${path}.html`]
  return candidates.find((file) => files.has(file))
}

function valuesOf(text: string, attribute: string): string[] {
  return [...text.matchAll(new RegExp(`\\s${attribute}="([^"]*)"`, 'g'))].map(([, value = '']) => value)
}
