export const POST = 'app.bsky.feed.post'
export const FEED = 'app.bsky.feed.getAuthorFeed'
export const POSTS = 'app.bsky.feed.getPosts'
export const THREAD = 'app.bsky.feed.getPostThread'
export const PROFILE = 'app.bsky.actor.getProfile'
export const LIST = 'com.atproto.repo.listRecords'
export const RECORD = 'com.atproto.repo.getRecord'
export const STATUS = 'com.atproto.sync.getRepoStatus'

export const keyOf = ({ uri }) => uri.split('/').at(-1)
export const refOf = ({ uri, cid }) => ({ uri, cid })
export const urisOf = (posts) => posts.map(({ uri }) => uri)
