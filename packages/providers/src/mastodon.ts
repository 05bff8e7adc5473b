export { type MastodonMember, type MastodonOptions, type MastodonProvider, mastodon } from './mastodon/provider.js'
