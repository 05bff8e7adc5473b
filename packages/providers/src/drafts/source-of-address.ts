// A name of the DNS may be longer. What differs between the hosts of one network stands at its end least of all.
const longest = 200

/** The host of an address, as a source of the provider contract. @param otherwise for what is no address of the web. */
export function sourceOfAddress(address: string, otherwise: string): string {
  const url = URL.canParse(address) ? new URL(address) : null
  const host = url && /^https?:$/.test(url.protocol) ? url.host : otherwise
  return host.toLowerCase().slice(-longest)
}
