import assert from 'node:assert/strict'
import { FEED, LIST, POST, POSTS, PROFILE, STATUS } from './names.mjs'

/** What the servers answer to requests that cannot be met. */
export const refuse = async ({ see, fails }, { ada }) => {
  const uris = (count) => Array.from({ length: count }, (_, n) => `at://${ada.did}/${POST}/${n}`)
  const unknown = await see('appview-get-posts-25-unknown', 'appview', POSTS, { query: { uris: uris(25) } })
  assert.deepEqual(unknown, { posts: [] })

  const invalid = async (name, message, ...request) => fails(name, 400, 'InvalidRequest', message, ...request)
  const tooMany = { query: { uris: uris(26) } }
  await invalid('appview-get-posts-26-uris', /array too big \(maximum 25, got 26\)$/, 'appview', POSTS, tooMany)
  const nonsense = { query: { uris: ['nonsense'] } }
  await invalid('appview-get-posts-malformed-uri', /Invalid at-uri/, 'appview', POSTS, nonsense)
  await invalid('appview-get-posts-no-uris', /Missing required key "uris"$/, 'appview', POSTS)

  const actors = { did: 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa', handle: 'nobody.test' }
  for (const [kind, actor] of Object.entries(actors)) {
    const query = { actor }
    await invalid(`appview-author-feed-unknown-${kind}`, /^Profile not found$/, 'appview', FEED, { query })
    await invalid(`appview-profile-unknown-${kind}`, /^Profile not found$/, 'appview', PROFILE, { query })
    const list = { query: { repo: actor, collection: POST } }
    await invalid(`pds-list-records-unknown-${kind}`, /^Could not find repo: /, 'pds', LIST, list)
  }
  const malformed = { query: { actor: 'not a handle' } }
  await invalid('appview-author-feed-malformed-actor', /Invalid AT identifier/, 'appview', FEED, malformed)
  const did = { query: { did: actors.did } }
  await fails('pds-get-repo-status-unknown', 400, 'RepoNotFound', /^Could not find repo for DID: /, 'pds', STATUS, did)
  const handle = { query: { handle: actors.handle } }
  const resolve = 'com.atproto.identity.resolveHandle'
  await fails('pds-resolve-handle-unknown', 400, 'HandleNotFound', /^Unable to resolve handle$/, 'pds', resolve, handle)
  await invalid('appview-resolve-handle-unknown', /^Unable to resolve handle$/, 'appview', resolve, handle)

  const feed = (query) => ({ query: { actor: ada.did, ...query } })
  const list = (query) => ({ query: { repo: ada.did, collection: POST, ...query } })
  // The AppView answers a malformed cursor with a 500, the PDS takes any text as a key.
  const cursor = feed({ cursor: '!!nonsense!!' })
  await fails('appview-author-feed-malformed-cursor', 500, 'InternalServerError', /^Internal/, 'appview', FEED, cursor)
  const anywhere = await see('pds-list-records-malformed-cursor', 'pds', LIST, list({ cursor: '!!nonsense!!' }))
  assert.deepEqual(anywhere, { records: [] })
  await invalid('appview-author-feed-limit-101', /maximum 100, got 101\)$/, 'appview', FEED, feed({ limit: 101 }))
  await invalid('pds-list-records-limit-101', /maximum 100, got 101\)$/, 'pds', LIST, list({ limit: 101 }))
  const collection = list({ collection: 'nonsense' })
  await invalid('pds-list-records-malformed-collection', /Invalid NSID/, 'pds', LIST, collection)

  const method = 'app.bsky.feed.getNonsense'
  await fails('appview-unknown-method', 501, 'MethodNotImplemented', /^Method Not Implemented$/, 'appview', method)
  const notifications = ['pds', 'app.bsky.notification.listNotifications']
  await fails('pds-without-token', 401, 'AuthMissing', /^Authentication Required$/, ...notifications)
  const bad = { token: 'Bearer nonsense' }
  await fails('pds-malformed-token', 400, 'InvalidToken', /^Token could not be verified$/, ...notifications, bad)
}
