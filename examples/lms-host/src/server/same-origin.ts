import { createMiddleware } from 'hono/factory'
import { HTTPException } from 'hono/http-exception'

/**
 * Lets only pages of this host change anything. Browsers say where a request comes from in headers that no page can forge;
 * what is no browser has no cookies of a visitor to misuse. The handler of Socius looks after its own paths in the same way.
 */
export const sameOriginOnly = createMiddleware(async ({ req }, next) => {
  if (req.method !== 'GET' && req.method !== 'HEAD' && !isOwnPage(req.raw)) {
    throw new HTTPException(403, { message: 'Pages of this origin may not ask here.' })
  }
  await next()
})

function isOwnPage({ headers, url }: Request): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin' || site === 'none'
  const origin = headers.get('origin')
  return origin === null || (URL.canParse(origin) && new URL(origin).host === new URL(url).host)
}
