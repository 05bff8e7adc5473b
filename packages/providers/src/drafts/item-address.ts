import { SociusError } from '@socius/core/provider'

// Text copied from a page carries direction marks around an address.
const invisible = /[\p{Cf}\p{Cc}\s]+/gu
const longest = 2000

/** The address without what is not seen of it. */
export function visibleAddress(typed: string): string {
  return typed.slice(0, longest * 2).replace(invisible, '')
}

/** The address of a page of the web, with or without its scheme; null for any other, and for one with credentials. */
export function readPageAddress(typed: string): URL | null {
  const bare = visibleAddress(typed)
  const address = /^[^/?#:@]+\.[^/?#@]+\//.test(bare) ? `https://${bare}` : bare
  if (address.length > longest || !/^https?:\/\//i.test(address) || !URL.canParse(address)) return null
  const url = new URL(address)
  return url.username === '' && url.password === '' ? url : null
}

/** The refusal of what names no item of the platform. @param example how an address there looks. */
export function notAnItem(platform: string, example: string): SociusError {
  return new SociusError('invalid_input', `${platform}: this is not the address of an item, such as ${example}.`, {
    details: { reason: 'address' },
  })
}
