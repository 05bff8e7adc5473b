import { cleanOptional, cleanUrl, SociusError } from '../kernel/index.js'
import type { ProfileDraft } from '../provider/index.js'

/** Caps in characters. */
const longest = { externalId: 2000, handle: 300, displayName: 300, bio: 5000 }

/**
 * What a platform says about an account, so that it can be stored and shown.
 * @throws `provider_malformed` when it has no id that can be stored.
 */
export function cleanProfile(draft: ProfileDraft): ProfileDraft {
  const { externalId } = draft
  if (typeof externalId !== 'string' || externalId === '' || !isStorable(externalId)) {
    throw new SociusError('provider_malformed', 'The platform gave a profile without an id that can be stored.')
  }
  return {
    externalId,
    handle: cleanOptional(draft.handle, longest.handle),
    displayName: cleanOptional(draft.displayName, longest.displayName),
    bio: cleanOptional(draft.bio, longest.bio),
    avatarUrl: cleanUrl(draft.avatarUrl),
    url: cleanUrl(draft.url),
    followers: cleanCount(draft.followers),
    following: cleanCount(draft.following),
  }
}

function isStorable(id: string): boolean {
  return id.length <= longest.externalId && id.isWellFormed() && !id.includes('\0')
}

function cleanCount(count: number | null): number | null {
  return count !== null && Number.isSafeInteger(count) && count >= 0 ? count : null
}
