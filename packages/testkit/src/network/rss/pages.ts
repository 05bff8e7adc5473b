import { type BlogState, newestEntries } from './blog.js'
import { escapeXml } from './xml.js'

/** The blog's front page, which names its feeds as HTML does: by links that are read relative to the page. */
export function renderHome(blog: BlogState): string {
  const { title, description = '' } = blog.options
  const name = escapeXml(title)
  const entries = newestEntries(blog, blog.options.window)
  return page(blog, {
    head:
      `<title>${name}</title><meta name="description" content="${escapeXml(description)}">` +
      `<link rel="alternate" type="application/rss+xml" title="${name}" href="feed.xml">` +
      `<link rel="alternate" type="application/atom+xml" title="${name}" href="atom.xml">` +
      `<link rel="alternate" type="application/feed+json" title="${name}" href="feed.json">`,
    body: `<h1>${name}</h1>${entries.map((entry) => `<h2><a href="${escapeXml(entry.url)}">${escapeXml(entry.title)}</a></h2>`).join('')}`,
  })
}

/** The page of one entry; null when there is none at this address. */
export function renderArticle(blog: BlogState, url: string): string | null {
  const entry = newestEntries(blog, Infinity).find((candidate) => candidate.url === url)
  if (!entry) return null
  const title = escapeXml(entry.title)
  return page(blog, { head: `<title>${title}</title>`, body: `<article><h1>${title}</h1>${entry.html}</article>` })
}

function page(blog: BlogState, { head, body }: { head: string; body: string }): string {
  const language = escapeXml(blog.options.language)
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8">${head}</head><body>${body}</body></html>`
}
