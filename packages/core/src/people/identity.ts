import * as z from 'zod/mini'
import { digest } from '../kernel/index.js'
import { defineCollection, instant, integer, orNull, type RowOf, reference, text } from '../store/index.js'

/** That a person is somebody on a platform. The host's side of it: a sync never writes here. */
export const identity = defineCollection('identity', {
  schema: z.object({
    /** Derived from platform and external id. */
    id: reference(),
    personId: reference(),
    platform: reference(),
    externalId: text(),
    /** `claimed`: somebody says so. `verified`: the platform itself, or somebody who may, has confirmed it. */
    status: z.enum(['claimed', 'verified']),
    establishedBy: reference(),
    establishedAt: instant(),
  }),
  indexes: [['personId', 'platform', 'id']],
})

export type Identity = RowOf<typeof identity>

/** What a platform says about an account: the platform's side, replaced by every sync of it. */
export const profile = defineCollection('profile', {
  schema: z.object({
    /** The id of its identity. */
    id: reference(),
    platform: reference(),
    externalId: text(),
    handle: orNull(text()),
    displayName: orNull(text()),
    bio: orNull(text()),
    avatarUrl: orNull(text()),
    url: orNull(text()),
    followers: orNull(integer()),
    following: orNull(integer()),
    contentHash: text(),
    fetchedAt: instant(),
  }),
  compare: 'contentHash',
})

export type Profile = RowOf<typeof profile>

/** Changes when anything a platform says about the account does. */
export function profileHash(draft: Omit<Profile, 'id' | 'platform' | 'contentHash' | 'fetchedAt'>): string {
  const { externalId, handle, displayName, bio, avatarUrl, url, followers, following } = draft
  return digest(JSON.stringify([externalId, handle, displayName, bio, avatarUrl, url, followers, following]))
}
