// What a server loads before it renders: without hooks or a context, so that a server component may import it.
export { accountsQuery, platformsQuery } from './accounts/accounts-query.js'
export { syncStatusQuery } from './accounts/sync-status-query.js'
export type { Connection, SociusClient } from './connection/socius-provider.js'
export { type FeedQuery, feedQuery } from './feed/feed-query.js'
