import { type ItemOptions, type ItemResult, SociusError } from '@socius/core/provider'
import { describeMismatch } from '../drafts/describe-mismatch.js'
import { notAnItem, readPageAddress } from '../drafts/item-address.js'
import type { Session } from './api.js'
import { draftOfArticle } from './map-drafts.js'
import { articleSchema, identifiedSchema } from './schemas.js'

/** An article by its number or by its page on the Forem. */
export async function readItem(session: Session, { address }: ItemOptions): Promise<Pick<ItemResult, 'item'>> {
  const path = readArticleAddress(address, session.host)
  const found = await session.get(`/articles/${path}`, { schema: identifiedSchema })
  if (/^\d+$/.test(path) && String(found.id) !== path) {
    throw new SociusError('provider_malformed', 'The Forem gave another article.')
  }
  const article = articleSchema.safeParse(found)
  if (article.success) return { item: draftOfArticle(article.data, { host: session.host, now: session.now() }) }
  throw new SociusError('provider_malformed', 'The article cannot be read.', {
    details: { problem: describeMismatch(article.error) },
  })
}

const pagePath = /^\/(\w{1,100})\/([\w-]{1,300})\/?$/

/**
 * What stands for an article in the questions of the API: its number, or the name of its author and its own.
 * @param host the address of the Forem, without a slash at its end.
 * @throws `invalid_input`
 */
export function readArticleAddress(typed: string, host: string): string {
  const id = typed.trim()
  if (/^[1-9]\d{0,15}$/.test(id)) return id
  const page = readPageAddress(typed)
  const forem = new URL(host)
  const base = forem.pathname.replace(/\/+$/, '')
  if (page && bareHost(page) === bareHost(forem) && page.pathname.startsWith(`${base}/`)) {
    const [, author, slug] = pagePath.exec(page.pathname.slice(base.length)) ?? []
    if (author && slug) return `${author.toLowerCase()}/${slug}`
  }
  throw notAnItem('devto', `${host}/name/title-of-the-article-1a2b`)
}

function bareHost({ host }: URL): string {
  return host.replace(/^www\./, '')
}
