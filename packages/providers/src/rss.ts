export { type RssOptions, rss } from './rss/provider.js'
