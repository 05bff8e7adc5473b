import { SociusError } from '@socius/core/provider'
import ipaddr from 'ipaddr.js'

export interface UrlGuardOptions {
  /** Lets addresses of this machine and of private networks through: for tests and for hosts that read their intranet. */
  readonly allowPrivateHosts?: boolean
  /** Origins that the host itself has configured; they are not checked. */
  readonly trustedOrigins?: readonly string[]
}

// Names that never leave a machine or a private network (RFC 6761, 6762, 8375, and ICANN's `.internal`).
const privateSuffixes = [
  'localhost',
  'local',
  'internal',
  'intranet',
  'lan',
  'home',
  'corp',
  'home.arpa',
  'localdomain',
]

// Azure's wire server answers every virtual machine at this public-looking address.
const metadataAddresses = new Set(['168.63.129.16'])

/**
 * Reads an address that came from a person or from a platform, and refuses what a server must not be made to fetch:
 * other schemes than http and https, credentials in the address, and hosts that are this machine, a private network,
 * a link-local or metadata service, or a name without a dot.
 *
 * It judges what is written, not what a name resolves to: a public name that resolves to a private address (DNS
 * rebinding) has to be stopped in the host's network or in the `fetch` that the host passes.
 * @throws `invalid_input`
 */
export function guardUrl(address: string | URL, options: UrlGuardOptions = {}): URL {
  const url = readUrl(address)
  const reason = url ? whyForbidden(url, options) : 'it cannot be read as one'
  if (!url || reason) throw new SociusError('invalid_input', `The address may not be fetched: ${reason}.`)
  return url
}

/** Why an address may not be fetched, without naming it; null when it may. The rules are those of {@link guardUrl}. */
export function whyForbidden(url: URL, options: UrlGuardOptions = {}): string | null {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'its scheme is neither http nor https'
  if (url.username !== '' || url.password !== '') return 'it holds credentials'
  if (options.allowPrivateHosts || options.trustedOrigins?.includes(url.origin)) return null
  return isPublicHost(url.hostname) ? null : 'its host is not on the public network'
}

function readUrl(address: string | URL): URL | null {
  if (address instanceof URL) return address
  // A parsed address has an IPv4 host in dotted decimals, however it was written (decimal, hex, octal, short).
  return URL.canParse(address) ? new URL(address) : null
}

function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '')
  if (ipaddr.isValid(host)) return isPublicAddress(ipaddr.process(host))
  const name = host.toLowerCase()
  if (!name.includes('.')) return false
  return !privateSuffixes.some((suffix) => name.endsWith(`.${suffix}`))
}

function isPublicAddress(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (metadataAddresses.has(address.toString())) return false
  // Of IPv6 only 2000::/3 has been given out for the public network (RFC 4291, IANA); the library lists exceptions only.
  if (address instanceof ipaddr.IPv6 && ((address.parts[0] ?? 0) & 0xe000) !== 0x2000) return false
  return address.range() === 'unicast'
}
