import { countingStore } from '@socius/testkit/store'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { createProfilePlatform, profileOf } from '../../test-support/profile-platform.js'
import {
  type Account,
  accountDisconnected,
  consentGranted,
  consentWithdrawn,
  type SociusEvent,
  system,
} from '../index.js'
import type { StoreAdapter } from '../store.js'

const ada = actorOf('ada')
const bob = actorOf('bob')
const given = { purposes: ['sync'] as 'sync'[], text: 'v1' }

async function open(store?: StoreAdapter) {
  const providers = ['one', 'two'].map((platform) => createProfilePlatform(platform, (handle) => profileOf(handle)))
  const test = await createTestSocial({ providers, ...(store ? { store } : {}) })
  const { social, clock } = test
  const events: SociusEvent[] = []
  for (const event of [accountDisconnected, consentGranted, consentWithdrawn]) {
    social.on(event, (heard) => events.push(heard))
  }
  const link = async (handle: string, more: object = { consent: given }) => {
    clock.advance(1000)
    return social.accounts.link(ada, { personId: 'ada', platform: 'one', handle, ...more })
  }
  const accounts = async () => (await social.accounts.list(system, { personId: 'ada', limit: 100 })).items
  return { ...test, events, link, accounts }
}

const named = <Row extends Account>(rows: readonly Row[], which: (row: Row) => boolean) =>
  rows
    .filter(which)
    .map(({ externalId }) => externalId)
    .toSorted()

describe.each(testStores)('accounts.list on %s', (_name, openStore) => {
  it('gives each account with the consent that it rests on, in two statements', async () => {
    const counting = countingStore(openStore())
    const { social, link, accounts } = await open(counting)
    const { consentId } = await link('a')
    await link('b', { consentId })
    const withdrawn = await link('c')
    await social.consents.withdraw(ada, { consentId: withdrawn.consentId })
    const { items: consents } = await social.consents.list(ada, { personId: 'ada' })
    counting.reset()
    const items = await accounts()
    expect(counting.count).toBe(2)
    expect(named(items, ({ consent }) => consent?.withdrawnAt === null)).toEqual(['a', 'b'])
    expect(items.map(({ consent }) => consent)).toEqual(
      items.map((row) => consents.find(({ id }) => id === row.consentId)),
    )
  })
})

describe.each(testStores)('accounts.disconnect on %s', (_name, openStore) => {
  it('ends the reading of an account, once', async () => {
    const { social, clock, link, events } = await open(openStore())
    const linked = await link('a')
    clock.advance(1000)
    const expected = { ...linked, state: 'disconnected', stateSince: clock.now(), primary: false }
    expect(await social.accounts.disconnect(ada, { accountId: linked.id })).toEqual(expected)
    clock.advance(1000)
    expect(await social.accounts.disconnect(ada, { accountId: linked.id })).toEqual(expected)
    expect(events.filter(({ name }) => name === 'account.disconnected')).toMatchObject([
      { subject: linked.id, payload: { accountId: linked.id, personId: 'ada', platform: 'one' } },
    ])
  })

  it('leaves the consent in force: it may bear another account', async () => {
    const { social, link } = await open(openStore())
    const linked = await link('a')
    await social.accounts.disconnect(ada, { accountId: linked.id })
    const [grant] = (await social.consents.list(ada, { personId: 'ada' })).items
    expect(grant).toMatchObject({ id: linked.consentId, withdrawnAt: null })
    await expect(link('b', { consentId: linked.consentId })).resolves.toMatchObject({ state: 'active' })
  })

  it('passes on which account counts to the one that was linked first', async () => {
    const { social, link, accounts } = await open(openStore())
    const [a, b, c] = [await link('a'), await link('b'), await link('c')]
    await social.accounts.disconnect(ada, { accountId: b.id })
    expect(named(await accounts(), (row) => row.primary)).toEqual(['a'])
    await social.accounts.disconnect(ada, { accountId: a.id })
    expect(named(await accounts(), (row) => row.primary)).toEqual(['c'])
    const again = await link('a')
    expect(again).toMatchObject({ state: 'active', primary: false, linkedAt: a.linkedAt })
    await social.accounts.disconnect(ada, { accountId: c.id })
    expect(named(await accounts(), (row) => row.primary)).toEqual(['a'])
    await social.accounts.disconnect(ada, { accountId: a.id })
    expect(named(await accounts(), (row) => row.primary)).toEqual([])
    expect((await link('c')).primary).toBe(true)
  })

  it('is the person’s own business', async () => {
    const { social, link, accounts } = await open(openStore())
    const linked = await link('a')
    await expect(social.accounts.disconnect(bob, { accountId: linked.id })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(social.accounts.disconnect(ada, { accountId: 'nothing' })).rejects.toMatchObject({ code: 'not_found' })
    const [consent] = (await social.consents.list(ada, { personId: 'ada' })).items
    expect(await accounts()).toEqual([{ ...linked, consent }])
    await expect(social.accounts.disconnect(system, { accountId: linked.id })).resolves.toMatchObject({
      state: 'disconnected',
    })
  })
})

describe('the account that counts', () => {
  type Step = { do: 'link' | 'link first' | 'disconnect' | 'withdraw'; handle: string; platform: string }
  const step = fc.record<Step>({
    do: fc.constantFrom('link', 'link first', 'disconnect', 'withdraw'),
    handle: fc.constantFrom('a', 'b', 'c'),
    platform: fc.constantFrom('one', 'two'),
  })

  it('is exactly one of those that are linked, whatever was done before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { social, link, accounts } = await open()
        for (const { do: what, handle, platform } of steps) {
          const found = (await accounts()).find((row) => row.externalId === handle && row.platform === platform)
          if (what === 'link') await link(handle, { platform, consent: given })
          else if (what === 'link first') await link(handle, { platform, consent: given, primary: true })
          else if (found && what === 'disconnect') await social.accounts.disconnect(ada, { accountId: found.id })
          else if (found) await social.consents.withdraw(ada, { consentId: found.consentId })
          const linked = (await accounts()).filter(({ state }) => state !== 'disconnected')
          for (const name of ['one', 'two']) {
            const there = linked.filter((row) => row.platform === name)
            expect(there.filter(({ primary }) => primary)).toHaveLength(Math.min(1, there.length))
          }
          expect(named(await accounts(), (row) => row.primary && row.state === 'disconnected')).toEqual([])
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe.each(testStores)('consents on %s', (_name, openStore) => {
  it('are granted for a person, with all that was said', async () => {
    const { social, clock, events } = await open(openStore())
    const grant = await social.consents.grant(ada, {
      personId: 'ada',
      purposes: ['sync', 'matching'],
      text: 'terms 2026-10',
      expiresAt: clock.now() + 1000,
    })
    expect(grant).toEqual({
      id: expect.any(String) as string,
      personId: 'ada',
      platform: null,
      purposes: ['sync', 'matching'],
      text: 'terms 2026-10',
      grantedAt: clock.now(),
      grantedBy: 'ada',
      expiresAt: clock.now() + 1000,
      withdrawnAt: null,
      withdrawnBy: null,
    })
    expect(events).toMatchObject([{ name: 'consent.granted', subject: grant.id }])
    await expect(social.consents.grant(bob, { personId: 'ada', ...given })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(social.consents.grant(ada, { personId: 'ada', purposes: [], text: 'v1' })).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })

  it('are listed with those that are withdrawn, the newest first, page by page', async () => {
    const { social, clock } = await open(openStore())
    const ids: string[] = []
    for (let count = 0; count < 5; count++) {
      // Two of them at one moment.
      if (count !== 2) clock.advance(1000)
      ids.unshift((await social.consents.grant(ada, { personId: 'ada', ...given })).id)
    }
    await social.consents.grant(system, { personId: 'bob', ...given })
    await social.consents.withdraw(ada, { consentId: ids[1] ?? '' })
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: { items: { id: string }[]; next: string | null } = await social.consents.list(ada, {
        personId: 'ada',
        limit: 2,
        cursor,
      })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.next
    } while (cursor)
    expect(seen).toEqual(ids)
    await expect(social.consents.list(bob, { personId: 'ada' })).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('are withdrawn once, with the accounts that rest on them and no others', async () => {
    const { social, clock, events, link, accounts } = await open(openStore())
    const grant = await social.consents.grant(ada, { personId: 'ada', ...given })
    const onGrant = [await link('a', { consentId: grant.id }), await link('b', { consentId: grant.id })]
    await link('c')
    await link('d', { platform: 'two', consentId: grant.id })
    // Linked anew on a consent of its own: it does not rest on the first any more.
    await link('b')
    clock.advance(1000)
    const withdrawn = { ...grant, withdrawnAt: clock.now(), withdrawnBy: 'ada' }
    expect(await social.consents.withdraw(ada, { consentId: grant.id })).toEqual(withdrawn)
    clock.advance(1000)
    expect(await social.consents.withdraw(system, { consentId: grant.id })).toEqual(withdrawn)
    expect(named(await accounts(), ({ state }) => state === 'disconnected')).toEqual(['a', 'd'])
    expect(named(await accounts(), ({ state }) => state === 'active')).toEqual(['b', 'c'])
    expect(named(await accounts(), ({ primary }) => primary)).toEqual(['b'])
    expect(events.filter(({ name }) => name === 'consent.withdrawn')).toMatchObject([
      { subject: grant.id, payload: { consentId: grant.id, personId: 'ada' } },
    ])
    expect(events.filter(({ name }) => name === 'account.disconnected')).toHaveLength(2)
    expect(onGrant).toHaveLength(2)
  })

  it('are withdrawn by their person, or by whoever acts for them', async () => {
    const { social } = await open(openStore())
    const grant = await social.consents.grant(ada, { personId: 'ada', ...given })
    await expect(social.consents.withdraw(bob, { consentId: grant.id })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(social.consents.withdraw(ada, { consentId: 'nothing' })).rejects.toMatchObject({ code: 'not_found' })
    const withdrawn = await social.consents.withdraw(system, { consentId: grant.id })
    expect(withdrawn.withdrawnBy).toBe('system')
  })

  it('bear no new account once they are withdrawn, and a new one does', async () => {
    const { social, link } = await open(openStore())
    const first = await link('a')
    await social.consents.withdraw(ada, { consentId: first.consentId })
    await expect(link('a', { consentId: first.consentId })).rejects.toMatchObject({
      code: 'consent_required',
      details: { reason: 'withdrawn' },
    })
    const again = await link('a')
    expect(again).toMatchObject({ id: first.id, state: 'active', primary: true, linkedAt: first.linkedAt })
    expect(again.consentId).not.toBe(first.consentId)
  })
})
