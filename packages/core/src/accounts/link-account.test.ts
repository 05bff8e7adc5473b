import { describe, expect, it, vi } from 'vitest'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { createProfilePlatform, profileOf } from '../../test-support/profile-platform.js'
import { readEverything } from '../../test-support/read-everything.js'
import {
  accountLinked,
  consentGranted,
  identityEstablished,
  personCreated,
  profileUpdated,
  SociusError,
  type SociusEvent,
  system,
  systemOf,
} from '../index.js'
import { outbox } from '../outbox/index.js'
import { identity, person, profile } from '../people/index.js'
import type { ProfileDraft } from '../provider.js'
import type { StoreAdapter } from '../store.js'
import { account } from './account.js'
import { consent } from './consent.js'

const ada = actorOf('ada')
const given = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }
const link = { personId: 'ada', platform: 'one', handle: 'ada', consent: given }
const collections = [person, identity, profile, account, consent, outbox]

async function open(options: { store?: StoreAdapter; answer?: (handle: string) => ProfileDraft } = {}) {
  const answer = vi.fn<(handle: string) => ProfileDraft>(options.answer ?? ((handle) => profileOf(handle)))
  const providers = ['one', 'two'].map((platform) => createProfilePlatform(platform, answer))
  const test = await createTestSocial({ providers, ...(options.store ? { store: options.store } : {}) })
  const events: SociusEvent[] = []
  for (const event of [personCreated, consentGranted, identityEstablished, profileUpdated, accountLinked]) {
    test.social.on(event, (heard) => events.push(heard))
  }
  const rows = () => readEverything(test.store, collections)
  const primaries = async (personId = 'ada') =>
    (await test.social.accounts.list(system, { personId, limit: 100 })).items
      .filter(({ primary }) => primary)
      .map(({ platform, externalId }) => `${platform}:${externalId}`)
  return { ...test, answer, events, rows, primaries }
}

describe.each(testStores)('accounts.link on %s', (_name, openStore) => {
  it('records the consent, the person, who they are there, and the account', async () => {
    const draft = profileOf('did:ada', { handle: 'ada.example', displayName: 'Ada', followers: 3 })
    const { social, clock, events, rows } = await open({ store: openStore(), answer: () => draft })
    const linked = await social.accounts.link(ada, link)
    const now = clock.now()
    expect(linked).toMatchObject({
      personId: 'ada',
      platform: 'one',
      externalId: 'did:ada',
      handle: 'ada.example',
      state: 'active',
      primary: true,
      linkedAt: now,
      linkedBy: 'ada',
    })
    const stored = await rows()
    expect(stored['account']).toEqual([{ tenant: 'default', ...linked }])
    expect(stored['consent']).toEqual([
      {
        tenant: 'default',
        id: linked.consentId,
        personId: 'ada',
        platform: 'one',
        purposes: ['sync', 'display'],
        text: 'v1',
        grantedAt: now,
        grantedBy: 'ada',
        expiresAt: null,
        withdrawnAt: null,
        withdrawnBy: null,
      },
    ])
    expect(stored['identity']).toMatchObject([{ id: linked.id, personId: 'ada', status: 'claimed' }])
    expect(stored['profile']).toMatchObject([{ id: linked.id, ...draft, fetchedAt: now }])
    expect(stored['person']).toMatchObject([{ id: 'ada', displayName: null }])
    expect(events.map(({ name, subject }) => `${name} ${subject}`)).toEqual([
      'person.created ada',
      `consent.granted ${linked.consentId}`,
      `identity.established ${linked.id}`,
      `profile.updated ${linked.id}`,
      `account.linked ${linked.id}`,
    ])
    const { items: consents } = await social.consents.list(ada, { personId: 'ada' })
    expect(consents).toHaveLength(1)
    // The list gives the consent of each account with it.
    const { items } = await social.accounts.list(ada, { personId: 'ada' })
    expect(items).toEqual([{ ...linked, consent: consents[0] }])
  })

  it('rests on a consent that is on record, and makes no other', async () => {
    const { social, rows } = await open({ store: openStore() })
    const grant = await social.consents.grant(ada, { personId: 'ada', purposes: ['sync'], text: 'v1' })
    const linked = await social.accounts.link(ada, { ...link, consent: undefined, consentId: grant.id })
    const other = await social.accounts.link(ada, { ...link, platform: 'two', consent: undefined, consentId: grant.id })
    expect([linked.consentId, other.consentId]).toEqual([grant.id, grant.id])
    expect((await rows())['consent']).toHaveLength(1)
  })

  it('says the same when it is called again, and what is new', async () => {
    let name = 'Ada'
    const { social, clock, events, rows } = await open({
      store: openStore(),
      answer: () => profileOf('ada', { displayName: name }),
    })
    const first = await social.accounts.link(ada, link)
    clock.advance(1000)
    events.length = 0
    const again = await social.accounts.link(ada, link)
    expect(again).toEqual({ ...first, consentId: again.consentId, stateSince: first.stateSince + 1000 })
    expect(events.map((event) => event.name)).toEqual(['consent.granted', 'account.linked'])
    expect((await rows())['profile']).toMatchObject([{ fetchedAt: clock.now() }])
    name = 'Ada King'
    await social.accounts.link(ada, link)
    expect(events.map((event) => event.name)).toContain('profile.updated')
    expect((await rows())['profile']).toMatchObject([{ displayName: 'Ada King' }])
  })

  it('leaves nothing behind when the account belongs to another person', async () => {
    const { social, rows } = await open({ store: openStore() })
    const linked = await social.accounts.link(system, { ...link, personId: 'bob', handle: 'shared' })
    const before = await rows()
    const error: unknown = await social.accounts
      .link(ada, { ...link, handle: 'shared' })
      .catch((cause: unknown) => cause)
    expect(error).toMatchObject({ code: 'conflict', details: { platform: 'one', accountId: linked.id } })
    expect(JSON.stringify(error)).not.toContain('bob')
    expect(await rows()).toEqual(before)
    // Not even once the other has disconnected it: whose it is does not follow from that.
    await social.accounts.disconnect(system, { accountId: linked.id })
    await expect(social.accounts.link(ada, { ...link, handle: 'shared' })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('lets one of two people have an account that both ask for at once', async () => {
    const { social, rows } = await open({ store: openStore() })
    const outcomes = await Promise.allSettled(
      ['ada', 'bob'].map((personId) => social.accounts.link(system, { ...link, personId, handle: 'shared' })),
    )
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const stored = await rows()
    expect(stored['account']).toHaveLength(1)
    expect(stored['consent']).toHaveLength(1)
    expect(stored['person']).toHaveLength(1)
  })

  it('has exactly one account of a person and platform that counts', async () => {
    const { social, primaries } = await open({ store: openStore() })
    const first = await social.accounts.link(ada, link)
    expect(first.primary).toBe(true)
    const second = await social.accounts.link(ada, { ...link, handle: 'second' })
    expect(second.primary).toBe(false)
    await social.accounts.link(ada, { ...link, platform: 'two' })
    expect(await primaries()).toEqual(['one:ada', 'two:ada'])
    expect((await social.accounts.link(ada, { ...link, handle: 'third', primary: true })).primary).toBe(true)
    expect(await primaries()).toEqual(['one:third', 'two:ada'])
    // No account can be the one that does not count when there is none that does.
    expect((await social.accounts.link(ada, { ...link, handle: 'third', primary: false })).primary).toBe(true)
    expect(
      (await social.accounts.link(system, { ...link, personId: 'bob', handle: 'b', primary: false })).primary,
    ).toBe(true)
    expect(await primaries()).toEqual(['one:third', 'two:ada'])
  })

  it('still has one of several that are linked at the same time', async () => {
    const { social, primaries } = await open({ store: openStore() })
    await Promise.all(['a', 'b', 'c', 'd'].map((handle) => social.accounts.link(ada, { ...link, handle })))
    expect(await primaries()).toHaveLength(1)
    await Promise.all(
      ['a', 'b', 'c', 'd'].map((handle) => social.accounts.link(ada, { ...link, handle, primary: true })),
    )
    expect(await primaries()).toHaveLength(1)
  })

  it('keeps two tenants with the same ids apart', async () => {
    const { social, rows } = await open({ store: openStore() })
    const here = await social.accounts.link(ada, link)
    const there = await social.accounts.link(systemOf('other'), { ...link, personId: 'bob' })
    expect(there.id).not.toBe(here.id)
    expect((await social.accounts.list(systemOf('other'), { personId: 'ada' })).items).toEqual([])
    await expect(social.accounts.disconnect(systemOf('other'), { accountId: here.id })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(social.consents.withdraw(systemOf('other'), { consentId: here.consentId })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(
      social.accounts.link(systemOf('other'), { ...link, consent: undefined, consentId: here.consentId }),
    ).rejects.toMatchObject({ code: 'consent_required' })
    expect((await rows())['account']).toHaveLength(2)
  })
})

describe('without a consent that covers it', () => {
  const past = 1_700_000_000_000

  it.each([
    ['none', {}, 'missing'],
    ['one for other purposes', { consent: { purposes: ['display', 'matching'], text: 'v1' } }, 'other-scope'],
    ['one that has run out', { consent: { purposes: ['sync'], text: 'v1', expiresAt: past } }, 'expired'],
    ['one that is not on record', { consentId: 'nothing' }, 'missing'],
  ] as const)('an account is not linked: %s', async (_what, basis, reason) => {
    const { social, answer, rows } = await open()
    const { consent: _, ...wanted } = link
    const input = { ...wanted, ...(basis as object) } as typeof link
    await expect(social.accounts.link(ada, input)).rejects.toMatchObject({
      code: 'consent_required',
      details: { platform: 'one', reason },
    })
    // Nothing was fetched and nothing was written.
    expect(answer).not.toHaveBeenCalled()
    expect(Object.values(await rows()).flat()).toEqual([])
  })

  it.each([
    ['withdrawn', 'withdrawn', { purposes: ['sync'] as ['sync'] }],
    ['expired', 'expired', { purposes: ['sync'] as ['sync'], expiresAt: 1_795_000_000_500 }],
    ['for another platform', 'other-scope', { purposes: ['sync'] as ['sync'], platform: 'two' }],
    ['for another purpose', 'other-scope', { purposes: ['display'] as ['display'] }],
    ['of another person', 'other-scope', { purposes: ['sync'] as ['sync'], personId: 'bob' }],
  ])('one on record does not do that is %s', async (what, reason, changes) => {
    const { social, answer, clock } = await open()
    const grant = await social.consents.grant(system, { personId: 'ada', text: 'v1', ...changes })
    if (what === 'withdrawn') await social.consents.withdraw(system, { consentId: grant.id })
    clock.advance(1000)
    await expect(social.accounts.link(ada, { ...link, consent: undefined, consentId: grant.id })).rejects.toMatchObject(
      { code: 'consent_required', details: { reason } },
    )
    expect(answer).not.toHaveBeenCalled()
  })

  it('one that is withdrawn while the platform is asked does not do', async () => {
    const { social, rows } = await open({
      answer: (handle) => {
        void withdraw()
        return profileOf(handle)
      },
    })
    const grant = await social.consents.grant(system, { personId: 'ada', purposes: ['sync'], text: 'v1' })
    let withdrawing: Promise<unknown> | undefined
    const withdraw = () => (withdrawing = social.consents.withdraw(system, { consentId: grant.id }))
    const linking = social.accounts.link(ada, { ...link, consent: undefined, consentId: grant.id })
    await expect(linking).rejects.toMatchObject({ code: 'consent_required', details: { reason: 'withdrawn' } })
    await withdrawing
    const stored = await rows()
    expect([stored['account'], stored['profile'], stored['identity']]).toEqual([[], [], []])
  })

  it('a new one and one on record do not go together', async () => {
    const { social } = await open()
    await expect(social.accounts.link(ada, { ...link, consentId: 'x' })).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })
})

describe('what is not linked', () => {
  it('is another person’s account', async () => {
    const { social, answer } = await open()
    await expect(social.accounts.link(actorOf('bob'), link)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(social.accounts.list(actorOf('bob'), { personId: 'ada' })).rejects.toMatchObject({ code: 'forbidden' })
    expect(answer).not.toHaveBeenCalled()
  })

  it('is an account on a platform that the host has not configured', async () => {
    const { social, rows } = await open()
    await expect(social.accounts.link(ada, { ...link, platform: 'three' })).rejects.toMatchObject({
      code: 'unsupported',
      details: { platform: 'three', configured: ['one', 'two'] },
    })
    expect(Object.values(await rows()).flat()).toEqual([])
  })

  it.each([
    ['provider_not_found', false],
    ['provider_unauthorized', false],
    ['provider_rate_limited', true],
    ['provider_unavailable', true],
    ['provider_malformed', false],
  ] as const)('is one that the platform does not give: %s', async (code, retryable) => {
    const failure = new SociusError(code, 'The platform says no.', { retryable, retryAfter: 2000 })
    const { social, rows } = await open({
      answer: () => {
        throw failure
      },
    })
    await expect(social.accounts.link(ada, link)).rejects.toBe(failure)
    expect(Object.values(await rows()).flat()).toEqual([])
  })

  it('is one whose provider breaks its word, and the error still has a code', async () => {
    const broken = new TypeError('x is not a function')
    const { social } = await open({
      answer: () => {
        throw broken
      },
    })
    await expect(social.accounts.link(ada, link)).rejects.toMatchObject({ code: 'internal', cause: broken })
  })

  it('is one whose signal fires while the platform is asked', async () => {
    const controller = new AbortController()
    const { social } = await open({
      answer: () => {
        controller.abort()
        throw new DOMException('aborted', 'AbortError')
      },
    })
    await expect(social.accounts.link(ada, link, { signal: controller.signal })).rejects.toMatchObject({
      code: 'aborted',
    })
  })

  it.each(['', '\0', 'a\ud800', 'x'.repeat(2001)])(
    'is one without an id that can be stored: %j',
    async (externalId) => {
      const { social, rows } = await open({ answer: () => profileOf(externalId, { handle: 'ada' }) })
      await expect(social.accounts.link(ada, link)).rejects.toMatchObject({ code: 'provider_malformed' })
      expect(Object.values(await rows()).flat()).toEqual([])
    },
  )
})

describe('what a platform says of an account', () => {
  it('is cleaned before it is stored', async () => {
    const hostile = {
      handle: 'ada\u202e',
      displayName: 'Ada\ud800\0',
      bio: `one\r\ntwo${'x'.repeat(10_000)}`,
      avatarUrl: 'javascript:alert(1)',
      url: '//evil.example',
      followers: 1.5,
      following: -1,
    }
    const { social, rows } = await open({ answer: (handle) => profileOf(handle, hostile) })
    const linked = await social.accounts.link(ada, link)
    expect(linked.handle).toBe('ada')
    const [stored] = (await rows())['profile'] ?? []
    expect(stored).toMatchObject({
      handle: 'ada',
      displayName: 'Ada\ufffd',
      avatarUrl: null,
      url: null,
      followers: null,
      following: null,
    })
    expect(stored?.['bio']).toHaveLength(5000)
    expect(stored?.['bio']).toMatch(/^one\ntwox/)
  })

  it('may lack a handle: then it is the one that was asked for', async () => {
    const { social } = await open({ answer: () => profileOf('id', { handle: null }) })
    expect((await social.accounts.link(ada, { ...link, handle: '  @ada  ' })).handle).toBe('@ada')
  })
})
