import assert from 'node:assert/strict'
import { FEED, keyOf, POST, POSTS, RECORD, THREAD, urisOf } from './names.mjs'

export const editAndDelete = async (
  { bluesky, see, fails, save },
  { ada, ben, lessons: [lesson, second], quote, reply, ownReply, like },
) => {
  const { ok, put, remove, settle } = bluesky
  const inRepository = { query: { repo: ada.did, collection: POST, rkey: keyOf(lesson) } }
  const before = await ok('pds', RECORD, inRepository)
  const {
    posts: [old],
  } = await ok('appview', POSTS, { query: { uris: [lesson.uri] } })
  const edited = await put(ada, POST, keyOf(lesson), { ...before.value, text: 'Lesson 1, edited' })
  save('pds-put-record', { server: 'pds', request: 'POST /xrpc/com.atproto.repo.putRecord', status: 200, body: edited })
  assert.equal(edited.uri, lesson.uri)
  assert.notEqual(edited.cid, lesson.cid)
  await settle()
  const stored = await see('pds-get-record-after-edit', 'pds', RECORD, inRepository)
  assert.deepEqual([stored.value.text, stored.cid], ['Lesson 1, edited', edited.cid])
  // An edit shows everywhere but in a filter: new text, new cid; place, time and counts stay.
  const {
    posts: [post],
  } = await see('appview-get-posts-after-edit', 'appview', POSTS, { query: { uris: [lesson.uri] } })
  assert.deepEqual(post, { ...old, cid: edited.cid, record: { ...old.record, text: 'Lesson 1, edited' } })
  const { feed } = await ok('appview', FEED, { query: { actor: ada.did } })
  assert.deepEqual(feed.at(-2).post, post)
  const {
    posts: [quoting],
  } = await see('appview-get-posts-quote-of-edited', 'appview', POSTS, { query: { uris: [quote.uri] } })
  assert.equal(quoting.record.embed.record.cid, lesson.cid)
  assert.deepEqual([quoting.embed.record.cid, quoting.embed.record.value.text], [edited.cid, 'Lesson 1, edited'])

  await remove(ben, 'app.bsky.feed.like', keyOf(like))
  await remove(ada, POST, keyOf(second))
  await remove(ben, POST, keyOf(reply))
  await settle()
  const uris = [second.uri, lesson.uri]
  const { posts } = await see('appview-get-posts-after-delete', 'appview', POSTS, { query: { uris } })
  assert.deepEqual(urisOf(posts), [lesson.uri])
  assert.deepEqual([posts[0].likeCount, posts[0].replyCount], [0, 0])
  const gone = { query: { repo: ada.did, collection: POST, rkey: keyOf(second) } }
  await fails(
    'pds-get-record-after-delete',
    400,
    'RecordNotFound',
    /^Could not locate record: at:/,
    'pds',
    RECORD,
    gone,
  )
  const thread = { query: { uri: second.uri } }
  await fails('appview-post-thread-after-delete', 400, 'NotFound', /^Post not found: at:/, 'appview', THREAD, thread)
  const orphan = await see('appview-post-thread-parent-deleted', 'appview', THREAD, { query: { uri: ownReply.uri } })
  assert.equal(orphan.thread.parent.$type, 'app.bsky.feed.defs#notFoundPost')
}
