const tracking = /^(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_cid|mc_eid|_hsenc|_hsmi|mkt_tok)$/i

/** An http or https address, resolved against `base`, without credentials; null for anything else. */
export function resolveAddress(text: string | null | undefined, base: URL): URL | null {
  const trimmed = text?.trim()
  if (!trimmed || trimmed.length > 4000 || !URL.canParse(trimmed, base)) return null
  const url = new URL(trimmed, base)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null
  url.username = ''
  url.password = ''
  return url
}

/** The address without the parameters that only say where a reader came from. */
export function withoutTracking(url: URL): URL {
  const result = new URL(url)
  for (const [name, value] of url.searchParams) {
    // Medium marks the links of its feeds with `source=rss-…`.
    if (tracking.test(name) || (name === 'source' && value.startsWith('rss'))) result.searchParams.delete(name)
  }
  return result
}

/** The one form of a feed's address that ids are built on: no credentials, no fragment, no tracking. */
export function canonicalAddress(url: URL): URL {
  const result = withoutTracking(url)
  result.hash = ''
  result.username = ''
  result.password = ''
  return result
}
