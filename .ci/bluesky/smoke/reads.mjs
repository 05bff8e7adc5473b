import assert from 'node:assert/strict'
import { FEED, keyOf, LIST, POST, POSTS, PROFILE, RECORD, STATUS, THREAD, urisOf } from './names.mjs'

export const readRepository = async ({ bluesky, see, save }, { ada, ben, rich }) => {
  const listed = []
  let cursor
  let n = 0
  do {
    const query = { repo: ada.did, collection: POST, limit: 4, ...(cursor && { cursor }) }
    const page = await see(`pds-list-records-page-${++n}`, 'pds', LIST, { query })
    listed.push(...page.records)
    cursor = page.cursor
    // A short page still has a cursor; only an empty one ends the list.
    assert.equal(cursor, page.records.length ? keyOf(page.records.at(-1)) : undefined)
  } while (cursor)
  assert.equal(listed.length, 10)
  assert.deepEqual(urisOf(listed), [...new Set(urisOf(listed))].sort().reverse())

  const likes = { repo: ben.did, collection: 'app.bsky.feed.like' }
  await see('pds-list-records-likes', 'pds', LIST, { query: likes })
  await see('pds-list-records-reposts', 'pds', LIST, { query: { repo: ada.did, collection: 'app.bsky.feed.repost' } })
  const empty = { repo: ada.did, collection: 'app.bsky.graph.block' }
  assert.deepEqual(await see('pds-list-records-empty', 'pds', LIST, { query: empty }), { records: [] })
  await see('pds-get-record', 'pds', RECORD, { query: { repo: ada.did, collection: POST, rkey: keyOf(rich) } })
  await see('pds-describe-repo', 'pds', 'com.atproto.repo.describeRepo', { query: { repo: ada.handle } })
  const { active, rev } = await see('pds-get-repo-status', 'pds', STATUS, { query: { did: ada.did } })
  assert.equal(active, true)
  const commit = await see('pds-get-latest-commit', 'pds', 'com.atproto.sync.getLatestCommit', {
    query: { did: ada.did },
  })
  assert.equal(commit.rev, rev)
  for (const server of ['pds', 'appview']) {
    const handle = { query: { handle: ada.handle } }
    const { did } = await see(`${server}-resolve-handle`, server, 'com.atproto.identity.resolveHandle', handle)
    assert.equal(did, ada.did)
  }
  const document = await fetch(`${bluesky.servers.plc}/${ada.did}`)
  const body = await document.json()
  save('plc-did-document', { server: 'plc', request: `GET /${ada.did}`, status: document.status, body })
  assert.equal(body.service[0].serviceEndpoint, bluesky.servers.pds)
}

export const readAppView = async (
  { see },
  { ada, ben, lessons, rich, past, future, picture, quote, reply, ownReply },
) => {
  const feed = []
  let cursor
  let n = 0
  do {
    const query = { actor: ada.did, limit: 4, ...(cursor && { cursor }) }
    const page = await see(`appview-author-feed-page-${++n}`, 'appview', FEED, { query })
    feed.push(...page.feed)
    cursor = page.cursor
    if (cursor) assert.match(cursor, /^\d{13}__bafyrei[a-z2-7]+$/)
  } while (cursor)
  assert.equal(feed.length, 11)
  assert.equal(n, 3)
  const [{ post: reposted, reason }] = feed
  assert.deepEqual([reposted.uri, reason.$type], [quote.uri, 'app.bsky.feed.defs#reasonRepost'])
  assert.equal(reason.by.did, ada.did)
  // createdAt is the client's word. The AppView sorts by the earlier of it and the time of indexing, and that is also
  // what a view's indexedAt says.
  assert.deepEqual([feed.at(-1).post.uri, feed.at(-1).post.indexedAt], [past.uri, '2020-01-01T00:00:00.000Z'])
  const said = feed.find(({ post }) => post.uri === future.uri).post
  assert.equal(said.record.createdAt, '2099-01-01T00:00:00.000Z')
  assert.ok(Date.parse(said.indexedAt) <= Date.now())

  const filtered = async (filter) => {
    const body = await see(`appview-author-feed-${filter}`, 'appview', FEED, { query: { actor: ada.handle, filter } })
    return body.feed.map(({ post }) => post.uri)
  }
  const withoutReplies = await filtered('posts_no_replies')
  assert.equal(withoutReplies.length, 10)
  assert.ok(!withoutReplies.includes(ownReply.uri))
  assert.deepEqual(await filtered('posts_with_media'), [picture.uri])

  const profile = await see('appview-profile', 'appview', PROFILE, { query: { actor: ada.handle } })
  assert.deepEqual([profile.postsCount, profile.followersCount, profile.followsCount], [10, 1, 0])
  const [lesson] = lessons
  const { posts } = await see('appview-get-posts', 'appview', POSTS, { query: { uris: [lesson.uri] } })
  const { likeCount, repostCount, replyCount, quoteCount } = posts[0]
  assert.deepEqual(
    { likeCount, repostCount, replyCount, quoteCount },
    { likeCount: 1, repostCount: 1, replyCount: 1, quoteCount: 1 },
  )
  await see('appview-get-posts-embeds', 'appview', POSTS, { query: { uris: urisOf([rich, picture, quote, reply]) } })
  const { thread } = await see('appview-post-thread', 'appview', THREAD, { query: { uri: lesson.uri, depth: 3 } })
  assert.equal(thread.replies[0].post.uri, reply.uri)
  assert.equal(thread.replies[0].replies[0].post.uri, ownReply.uri)
  const about = { query: { uri: lesson.uri } }
  const { likes } = await see('appview-get-likes', 'appview', 'app.bsky.feed.getLikes', about)
  assert.equal(likes[0].actor.did, ben.did)
  const { repostedBy } = await see('appview-get-reposted-by', 'appview', 'app.bsky.feed.getRepostedBy', about)
  assert.equal(repostedBy[0].did, ben.did)
  const quotes = await see('appview-get-quotes', 'appview', 'app.bsky.feed.getQuotes', about)
  assert.deepEqual(urisOf(quotes.posts), [quote.uri])
  const followers = { query: { actor: ada.did } }
  await see('appview-get-followers', 'appview', 'app.bsky.graph.getFollowers', followers)
  const search = { query: { q: 'Lesson', limit: 2 } }
  assert.equal((await see('appview-search-posts', 'appview', 'app.bsky.feed.searchPosts', search)).posts.length, 2)
  const token = { token: ada.token }
  const { notifications } = await see('pds-list-notifications', 'pds', 'app.bsky.notification.listNotifications', token)
  assert.deepEqual(notifications.map((each) => each.reason).sort(), ['follow', 'like', 'quote', 'reply', 'repost'])
}
