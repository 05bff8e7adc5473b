import type { Exchange } from './exchange.js'

const redirects = new Set([301, 302, 303, 307, 308])
const maxRedirects = 20

/** `fetch` over the simulated network: the same arguments, redirects and failures. */
export function createFetch(exchange: Exchange): typeof globalThis.fetch {
  return async (input, init) => {
    const first = new Request(input, init)
    let request = first
    for (let followed = 0; ; followed += 1) {
      const response = await exchange(request)
      const location = redirects.has(response.status) ? response.headers.get('location') : null
      if (location === null || first.redirect === 'manual') return describe(response, request.url, followed > 0)
      if (first.redirect === 'error') throw new TypeError('fetch failed', { cause: new Error('unexpected redirect') })
      if (followed === maxRedirects) {
        throw new TypeError('fetch failed', { cause: new Error('redirect count exceeded') })
      }
      const { headers, signal } = first
      request = new Request(new URL(location, request.url), { headers, signal, redirect: 'manual' })
    }
  }
}

/** A Response that was made, not fetched, does not know where it came from. */
function describe(response: Response, url: string, redirected: boolean): Response {
  return Object.defineProperties(response, {
    url: { value: url },
    redirected: { value: redirected },
  })
}
