import type { Capability, PlatformRules } from '@socius/core/provider'

const open = {
  scopes: [],
  memberToken: false,
  batchSize: null,
  // For reads from one address: `api_throttle` in https://github.com/forem/forem/blob/main/config/initializers/rack_attack.rb
  limit: { calls: 3, per: 1000 },
  price: { perCall: 0, perItem: 0 },
  regions: null,
} satisfies Partial<Capability>

/** From https://developers.forem.com/api/v1, and the serializers of https://github.com/forem/forem. */
export const capabilities = {
  profile: {
    ...open,
    pageSize: 1,
    note: 'GET /api/users/by_username, or /api/users/{id}. Followers are not given. An organization is no account.',
  },
  activities: {
    ...open,
    // `per_page`; a Forem may be set to fewer.
    pageSize: 1000,
    note:
      'GET /api/articles?username=, newest first by date of publication. The text is the description of an article: ' +
      'its body is given one article at a time only, and not stored. A page brings the counts of all its articles. An ' +
      'article that is published today with an old date, as one taken over from a feed, is found by a full read only.',
  },
  lookup: {
    ...open,
    pageSize: 1,
    batchSize: 1,
    note:
      'GET /api/articles/{id}: no call takes several. When it answers 404, the list of the author is read too; what is ' +
      'no longer published counts as gone.',
  },
  comments: {
    ...open,
    pageSize: 500,
    note:
      'GET /api/comments?a_id=, the whole thread in one call; branches of more than 31 levels are read by calls of ' +
      'their own. No counts, and no sign of an edit.',
  },
  item: {
    ...open,
    pageSize: 1,
    note: 'GET /api/articles/{username}/{slug}, of an article by its page, or /api/articles/{id}.',
  },
} satisfies Record<string, Capability>

/**
 * The author keeps the rights; no rule limits how long a copy may be kept. `mentions` are not read: no question of the
 * platform finds them.
 */
export const rules: PlatformRules = {
  source: 'https://dev.to/terms',
  maxAge: null,
  onDeletion: 'erase',
  attribution: 'link',
}
