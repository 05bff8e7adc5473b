import { defineProvider, type ProfileDraft, type Provider } from '../src/provider.js'

/** A platform of which nothing is known but who its accounts are. */
export function createProfilePlatform(
  platform: string,
  answer: (handle: string, signal: AbortSignal) => ProfileDraft | Promise<ProfileDraft>,
): Provider {
  const capability = {
    scopes: [],
    memberToken: false,
    pageSize: 1,
    batchSize: null,
    limit: null,
    price: { perCall: 0, perItem: 0 },
    regions: null,
    note: '',
  }
  return defineProvider({
    platform,
    title: platform,
    rules: { source: 'https://example.org/terms', maxAge: null, onDeletion: 'erase', attribution: 'none' },
    capabilities: { profile: capability },
    readers: {
      profile: async ({ handle, signal }) => ({ profile: await answer(handle, signal), rateLimit: null, calls: 1 }),
    },
  })
}

/** A profile with as little in it as there can be. */
export function profileOf(externalId: string, changes: Partial<ProfileDraft> = {}): ProfileDraft {
  return {
    externalId,
    handle: externalId,
    displayName: null,
    bio: null,
    avatarUrl: null,
    url: null,
    followers: null,
    following: null,
    ...changes,
  }
}
