import type { Capability, PlatformRules } from '@socius/core/provider'

const open = {
  scopes: [],
  memberToken: false,
  batchSize: null,
  // The public AppView's limits are called generous, without a figure:
  // https://docs.bsky.app/docs/advanced-guides/rate-limits
  limit: null,
  price: { perCall: 0, perItem: 0 },
  regions: null,
} satisfies Partial<Capability>

/** From https://docs.bsky.app/docs/category/http-reference and the answers of the servers themselves. */
export const capabilities = {
  profile: {
    ...open,
    pageSize: 1,
    note: 'app.bsky.actor.getProfile. A deactivated or suspended account is told apart from an unknown one.',
  },
  activities: {
    ...open,
    pageSize: 100,
    note:
      'app.bsky.feed.getAuthorFeed: posts, replies, quotes and reposts. There are no view counts, and a repost has ' +
      'none at all. What was written long ago by its own date is not found by an incremental read.',
  },
  lookup: {
    ...open,
    pageSize: 25,
    batchSize: 25,
    note:
      'app.bsky.feed.getPosts, and one com.atproto.repo.getRecord for each repost. When something is missing, one ' +
      'app.bsky.actor.getProfile for its account.',
  },
  comments: {
    ...open,
    pageSize: 500,
    note:
      'app.bsky.feed.getPostThread, 16 levels in a call; deeper branches are read by calls of their own. The text of ' +
      'an author who asks to be hidden from people who are not signed in is left out.',
  },
  item: {
    ...open,
    pageSize: 1,
    note:
      'app.bsky.feed.getPosts, of a post by at:// or by its page on bsky.app; where that names its author by a handle, ' +
      'one app.bsky.actor.getProfile before. Reposts have no page.',
  },
} satisfies Record<string, Capability>

/**
 * The author keeps the rights, and deletions are to be honoured; no rule limits how long a copy may be kept.
 * `mentions` are not read: only app.bsky.feed.searchPosts finds them, and the public AppView refuses it to callers
 * without a token (https://github.com/bluesky-social/atproto/issues/3583).
 */
export const rules: PlatformRules = {
  source: 'https://docs.bsky.app/docs/support/developer-guidelines',
  maxAge: null,
  onDeletion: 'erase',
  attribution: 'link',
}
