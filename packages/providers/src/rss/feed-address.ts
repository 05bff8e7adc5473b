import { SociusError } from '@socius/core/provider'
import { sourceOfAddress } from '../drafts/source-of-address.js'
import { canonicalAddress } from './web-address.js'

/** How the hosts of many blogs name the feed of one of them: a short form, their addresses, and what people see. */
interface BlogHost {
  /** The domain under which its servers answer: they are one, whatever the subdomain. */
  readonly domain: string
  /** Whether a host name is one of its own. */
  readonly owns: (host: string) => boolean
  /** The feed of a page there; null where the address names no blog, or is a feed already. */
  readonly feedOf: (url: URL) => string | null
  /** The feed of a name as its members write it. */
  readonly feedOfName: (name: string) => string
  /** What a person would type for the feed; null where the feed's own address is the best. */
  readonly handleOf: (feed: URL) => string | null
}

const segment = (url: URL, index: number): string => url.pathname.split('/')[index + 1] ?? ''

/** Hosts where every blog has a subdomain, and its feed one fixed path. */
function subdomainHost(domain: string, path: string): BlogHost {
  return {
    domain,
    owns: (host) => host.endsWith(`.${domain}`) && host !== `www.${domain}`,
    feedOf: (url) => (url.pathname === path ? null : `https://${url.host}${path}`),
    feedOfName: (name) => `https://${name.replace(/^@/, '').toLowerCase()}.${domain}${path}`,
    handleOf: (feed) => (feed.pathname === path && feed.search === '' ? feed.host : null),
  }
}

const medium: BlogHost = {
  domain: 'medium.com',
  owns: (host) => host === 'medium.com' || host === 'www.medium.com',
  feedOf: (url) => {
    const first = segment(url, 0)
    if (first === 'feed' || first === '') return null
    if (first === 'tag') return `https://medium.com/feed/tag/${segment(url, 1)}`
    return `https://medium.com/feed/${first}`
  },
  feedOfName: (name) => `https://medium.com/feed/${name}`,
  handleOf: (feed) => {
    const [, first, second, third] = feed.pathname.split('/')
    return first === 'feed' && second && second !== 'tag' && third === undefined ? `medium.com/${second}` : null
  },
}

const devto: BlogHost = {
  domain: 'dev.to',
  owns: (host) => host === 'dev.to',
  feedOf: (url) => {
    const first = segment(url, 0)
    return ['feed', 't', 'search', ''].includes(first) ? null : `https://dev.to/feed/${first}`
  },
  feedOfName: (name) => `https://dev.to/feed/${name.replace(/^@/, '')}`,
  handleOf: (feed) => {
    const [, first, second, third] = feed.pathname.split('/')
    return first === 'feed' && second && third === undefined ? `dev.to/${second}` : null
  },
}

const substack = subdomainHost('substack.com', '/feed')
const hashnode = subdomainHost('hashnode.dev', '/rss.xml')
const hosts: readonly BlogHost[] = [medium, devto, substack, hashnode, subdomainHost('medium.com', '/feed')]
const shortNames = new Map<string, BlogHost>([
  ['medium', medium],
  ['dev', devto],
  ['devto', devto],
  ['substack', substack],
  ['hashnode', hashnode],
])

const shortForm = /^([a-z]{3,8}):\s*(@?[\w.-]{1,100})$/i

/**
 * The address to ask first for what a person typed: a feed, a site, `medium:@user`, `dev:user`, `substack:name`,
 * `hashnode:name`, or a page of one of these hosts. A site is returned as it is: its page names its feed.
 * @throws `invalid_input`
 */
export function feedAddressOf(handle: string): URL {
  const text = handle.trim()
  const [, name = '', blog = ''] = shortForm.exec(text) ?? []
  const host = shortNames.get(name.toLowerCase())
  if (host) return new URL(host.feedOfName(blog))
  const url = readAddress(text)
  const owner = hosts.find(({ owns }) => owns(url.hostname))
  return canonicalAddress(new URL(owner?.feedOf(url) ?? url))
}

/** The short way to write a feed's address, which {@link feedAddressOf} turns back into it. */
export function handleOfFeed(feed: URL): string {
  for (const host of hosts) {
    const handle = host.owns(feed.hostname) ? host.handleOf(feed) : null
    if (handle !== null) return handle
  }
  const address = feed.href.replace(/^https:\/\//, '')
  return feed.pathname === '/' && feed.search === '' ? address.replace(/\/$/, '') : address
}

/** The server that answers for a feed: its host, or the one that many blogs share. */
export function sourceOfFeed(feedAddress: string): string {
  const source = sourceOfAddress(feedAddress, 'rss')
  return hosts.find(({ owns }) => owns(source))?.domain ?? source
}

function readAddress(text: string): URL {
  // `feed:` is what browsers once handed to feed readers: in front of a whole address, or in place of `http:`.
  const plain = text.replace(/^feed:(?:\/\/)?(?=https?:)/i, '').replace(/^feed:\/\//i, 'http://')
  const hasScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(plain)
  const address = hasScheme ? plain : `https://${plain}`
  const url = URL.canParse(address) ? new URL(address) : null
  if (!url || !/^https?:$/.test(url.protocol) || !(hasScheme || isLikelyHost(url.hostname))) {
    throw new SociusError('invalid_input', 'This is not the address of a feed or of a site.')
  }
  if (url.username === '' && url.password === '') return url
  throw new SociusError('invalid_input', 'The address of a feed holds no credentials.')
}

/** A word alone is no address. */
function isLikelyHost(hostname: string): boolean {
  return hostname.includes('.') || hostname.startsWith('[') || hostname === 'localhost'
}
