import type { Capability, PlatformRules } from '@socius/core/provider'

const open = {
  scopes: [],
  memberToken: false,
  batchSize: null,
  // For each address and each account, at each server: https://docs.joinmastodon.org/api/rate-limits/
  limit: { calls: 300, per: 300_000 },
  price: { perCall: 0, perItem: 0 },
  regions: null,
} as const satisfies Partial<Capability>

/** From https://docs.joinmastodon.org/methods/ and the answers of a server of version 4.6.4. */
export const capabilities = {
  profile: {
    ...open,
    pageSize: 1,
    note:
      "GET /api/v1/accounts/lookup or /accounts/:id, at the account's own server. When that does not know the name, " +
      'one WebFinger question first: the server may live at another address than its handles name.',
  },
  activities: {
    ...open,
    pageSize: 40,
    note:
      'GET /api/v1/accounts/:id/statuses: posts, replies, quotes, polls and boosts that anybody may see. The first page ' +
      'costs one call more for the account, and replies to others one call for each 20 of them.',
  },
  lookup: {
    ...open,
    pageSize: 20,
    batchSize: 20,
    note:
      'GET /api/v1/statuses?id[]=, from Mastodon 4.3 on; older servers are asked for each status. When something is ' +
      'missing, one call for the account. Ids of servers whose addresses do not hold them get no answer.',
  },
  comments: {
    ...open,
    pageSize: 100,
    note:
      'GET /api/v1/statuses/:id/context: without a token the first 60 replies, 20 levels deep, as far as they have ' +
      "reached the account's own server.",
  },
  item: {
    ...open,
    pageSize: 1,
    note:
      "GET /api/v1/statuses/:id, of a status by its page or its external id, at the account's own server; a reply to " +
      'somebody else costs one call more.',
  },
} as const satisfies Record<string, Capability>

/** Only of a provider that has the token of a member. */
export const mentionsCapability = {
  ...open,
  scopes: ['read:accounts', 'read:notifications'],
  memberToken: true,
  pageSize: 80,
  note: "GET /api/v1/notifications?types[]=mention, of the token's own account only; one call more for the first page.",
} as const satisfies Capability

/** Only of a provider that has a server to search. */
export const searchCapability = {
  ...open,
  pageSize: 40,
  operators: ['hashtag'],
  note:
    'GET /api/v1/timelines/tag/:hashtag, with `all[]` for further hashtags: what has reached the server that is asked, ' +
    'newest first. A server may show it to members only.',
} as const satisfies Capability

/** The author keeps the rights, and deletions are to be honoured; no rule limits how long a copy may be kept. */
export const rules: PlatformRules = {
  source: 'https://docs.joinmastodon.org/api/guidelines/',
  maxAge: null,
  onDeletion: 'erase',
  attribution: 'link',
}
