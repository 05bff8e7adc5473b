import assert from 'node:assert/strict'
import { operator } from '../client.mjs'
import { FEED, keyOf, LIST, POST, POSTS, PROFILE, RECORD, STATUS, THREAD, urisOf } from './names.mjs'

const here = {
  feed: 200,
  profile: 200,
  thread: 200,
  records: 200,
  record: 200,
  commit: 200,
  describe: 200,
  resolve: 200,
}
const missing = 'Profile not found'
const gone = { feed: missing, thread: 'NotFound', records: 'Could not find repo', record: 'Could not find repo' }

/** What is left to see of an account that changes its handle, is deactivated, taken down, or deleted. */
export const leave = async ({ bluesky, see, fails, save }, { ada, lessons: [lesson], quote }) => {
  const { call, ok, settle } = bluesky
  const token = ada.token

  await ok('pds', 'com.atproto.identity.updateHandle', { token, body: { handle: 'ada-new.test' } })
  await settle()
  const renamed = await see('appview-profile-after-handle-change', 'appview', PROFILE, { query: { actor: ada.did } })
  assert.deepEqual([renamed.did, renamed.handle], [ada.did, 'ada-new.test'])
  const oldHandle = { query: { actor: ada.handle } }
  const profileNotFound = /^Profile not found$/
  await fails('appview-profile-by-old-handle', 400, 'InvalidRequest', profileNotFound, 'appview', PROFILE, oldHandle)

  const { did } = ada
  const uris = [lesson.uri, quote.uri]
  const questions = {
    feed: ['appview', FEED, { actor: did, limit: 2 }],
    profile: ['appview', PROFILE, { actor: did }],
    profiles: ['appview', 'app.bsky.actor.getProfiles', { actors: [did] }],
    posts: ['appview', POSTS, { uris }],
    thread: ['appview', THREAD, { uri: lesson.uri }],
    records: ['pds', LIST, { repo: did, collection: POST, limit: 2 }],
    record: ['pds', RECORD, { repo: did, collection: POST, rkey: keyOf(lesson) }],
    status: ['pds', STATUS, { did }],
    commit: ['pds', 'com.atproto.sync.getLatestCommit', { did }],
    describe: ['pds', 'com.atproto.repo.describeRepo', { repo: did }],
    resolve: ['pds', 'com.atproto.identity.resolveHandle', { handle: 'ada-new.test' }],
  }
  /** An expectation is a status of 200, or what a 400's error or message has to begin with. */
  const expectAccount = async (state, status, expected) => {
    await settle()
    const active = status.active === true
    for (const [name, [server, nsid, query]] of Object.entries(questions)) {
      const answer = await call(server, nsid, { query })
      if (!active) save(`account-${state}-${name}`, answer)
      const label = `${state} ${name}: ${answer.status} ${JSON.stringify(answer.body)}`
      const wanted = expected[name]
      if (wanted === 200) assert.equal(answer.status, 200, label)
      else if (wanted) {
        assert.equal(answer.status, 400, label)
        assert.ok(
          [answer.body.error, answer.body.message].some((text) => text.startsWith(wanted)),
          label,
        )
      }
      if (name === 'profiles') assert.equal(answer.body.profiles.length, active ? 1 : 0, label)
      // A post of an account that left is missing exactly as a deleted one is.
      if (name === 'posts') assert.deepEqual(urisOf(answer.body.posts), active ? uris : [quote.uri], label)
      if (name === 'status') {
        const { rev, ...body } = answer.body
        assert.deepEqual(body.error ? body.error : body, status.error ?? { did, ...status }, label)
        assert.equal(typeof rev, active ? 'string' : 'undefined', label)
      }
    }
  }
  const takeDown = (applied) => {
    const subject = { $type: 'com.atproto.admin.defs#repoRef', did }
    const body = { subject, takedown: { applied, ref: 'synthetic' } }
    return ok('pds', 'com.atproto.admin.updateSubjectStatus', { token: operator, body })
  }

  await expectAccount('active', { active: true }, here)

  await ok('pds', 'com.atproto.server.deactivateAccount', { token, body: {} })
  const repoDeactivated = { commit: 'RepoDeactivated', describe: 'RepoDeactivated', resolve: 'HandleNotFound' }
  const deactivated = { ...gone, ...repoDeactivated, profile: 'AccountDeactivated' }
  await expectAccount('deactivated', { active: false, status: 'deactivated' }, deactivated)

  await ok('pds', 'com.atproto.server.activateAccount', { token, method: 'POST' })
  await expectAccount('reactivated', { active: true }, here)

  await takeDown(true)
  const repoTakenDown = { commit: 'RepoTakendown', describe: 'RepoTakendown', resolve: 'HandleNotFound' }
  const takenDown = { ...gone, ...repoTakenDown, profile: 'AccountTakedown' }
  await expectAccount('taken-down', { active: false, status: 'takendown' }, takenDown)

  await takeDown(false)
  await expectAccount('restored', { active: true }, here)

  await ok('pds', 'com.atproto.admin.deleteAccount', { token: operator, body: { did } })
  const repoNotFound = { commit: 'RepoNotFound', describe: 'RepoNotFound', resolve: 'HandleNotFound' }
  await expectAccount('deleted', { error: 'RepoNotFound' }, { ...gone, ...repoNotFound, profile: missing })
}
