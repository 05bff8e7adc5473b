import { SociusError } from '@socius/core/provider'
import { isDid, isHandle } from './at-uri.js'

// Text copied from the app carries direction marks around the handle.
const invisible = /[\p{Cf}\p{Cc}\s]+/gu
const profileAddress = /^(?:https?:\/\/)?(?:www\.)?bsky\.app\/profile\/([^/?#]+)/i
const repositoryAddress = /^at:\/\/([^/?#]+)/i

/**
 * Reads what a person types to name an account: a handle with or without `@`, a DID, or the address of a profile.
 * A name without a dot is refused rather than completed: the account it would lead to may be somebody else's.
 * @throws `invalid_input`
 */
export function readActorName(typed: string): string {
  const bare = typed.replace(invisible, '')
  const name = decode(profileAddress.exec(bare)?.[1] ?? repositoryAddress.exec(bare)?.[1] ?? bare)
  if (isDid(name)) return name
  const handle = name.replace(/^@/, '').toLowerCase()
  if (isHandle(handle)) return handle
  throw new SociusError(
    'invalid_input',
    'Not a Bluesky account: give a whole handle such as name.bsky.social or a DID.',
  )
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
