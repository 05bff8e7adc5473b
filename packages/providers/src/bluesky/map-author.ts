import type { ActivityDraft, DraftAuthor, ProfileDraft } from '@socius/core/provider'
import * as z from 'zod'
import { isHandle, profileUrl } from './at-uri.js'
import type { AuthorView, ProfileView } from './schemas.js'
import { isWebAddress } from './web-address.js'

const labelSchema = z.object({ val: z.string(), neg: z.boolean().nullish().catch(undefined) })

// What an author sets who does not want to be shown to people who are not signed in.
const signedInOnly = '!no-unauthenticated'

export function draftAuthor(author: AuthorView): DraftAuthor {
  return {
    externalId: author.did,
    handle: validHandle(author.handle),
    displayName: author.displayName || null,
    avatarUrl: validAddress(author.avatar),
  }
}

export function draftProfile(profile: ProfileView): ProfileDraft {
  const handle = validHandle(profile.handle)
  return {
    externalId: profile.did,
    handle,
    displayName: profile.displayName || null,
    bio: profile.description || null,
    avatarUrl: validAddress(profile.avatar),
    url: profileUrl(handle ?? profile.did),
    followers: profile.followersCount ?? null,
    following: profile.followsCount ?? null,
  }
}

/**
 * Everything on the platform is public, but an author may ask to be hidden from people who are not signed in. Servers
 * leave it to clients to do so (https://docs.bsky.app/docs/advanced-guides/moderation). The nearest audience here is
 * `connections`: such an item is never shown to the public.
 */
export function audienceOf(...labels: readonly AuthorView['labels'][]): ActivityDraft['audience'] {
  return labels.some((list) => list?.some(hidesFromPublic)) ? 'connections' : 'public'
}

function hidesFromPublic(label: unknown): boolean {
  const parsed = labelSchema.safeParse(label)
  return parsed.success && parsed.data.val === signedInOnly && !parsed.data.neg
}

/** Null for the placeholder that stands for a handle which does not lead back to its account. */
export function validHandle(written: string | null | undefined): string | null {
  const handle = written?.toLowerCase()
  return handle !== undefined && isHandle(handle) ? handle : null
}

function validAddress(address: string | null | undefined): string | null {
  return address && isWebAddress(address) ? address : null
}
