import type { Capability, CapabilityTable, PlatformRules } from '@socius/core/provider'

/** Nearly every feed fits into one page: a further page means fetching the whole feed again. */
export const feedPageSize = 500

const open = {
  scopes: [],
  memberToken: false,
  limit: null,
  price: { perCall: 0, perItem: 0 },
  regions: null,
} as const satisfies Partial<Capability>

export const feedCapabilities = {
  profile: {
    ...open,
    pageSize: 1,
    batchSize: null,
    note:
      'Takes the address of a feed or of a site that names one, medium:@user, dev:user, substack:name, hashnode:name. ' +
      'Feeds have no followers.',
  },
  activities: {
    ...open,
    pageSize: feedPageSize,
    batchSize: null,
    note:
      'Only what the feed lists: about 10 items on Medium, 10 to 50 on most blogs. Ask at most hourly, and hand the ' +
      'bookmark back: an unchanged feed then answers 304. Missing dates are taken from the address or the neighbours, ' +
      'else from the time of the feed or of the fetch; dates of the future become that of the fetch. Markup nested ' +
      'deeper than 500 elements is kept as text only.',
  },
  lookup: {
    ...open,
    pageSize: feedPageSize,
    batchSize: feedPageSize,
    note:
      'Reads the feed once for the whole batch. An item that is not listed is gone only when the feed declares it deleted ' +
      '(RFC 6721) or itself complete (RFC 5005), or when publishedAt says that it lies within the time the feed covers; ' +
      'otherwise it is unreadable. No counts but comments, and those on few feeds.',
  },
  item: {
    ...open,
    pageSize: 1,
    batchSize: null,
    note: 'Reads the feed, and finds in it an item by its page, its id in the feed, or its external id.',
  },
} as const satisfies CapabilityTable

/** A feed has no terms of its own: what its author deletes goes here too, and an item is shown with its link. */
export const feedRules: PlatformRules = {
  source: 'https://www.rssboard.org/rss-specification',
  maxAge: null,
  onDeletion: 'erase',
  attribution: 'link',
}
