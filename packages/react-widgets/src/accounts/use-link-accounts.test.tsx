// @vitest-environment jsdom
import { SociusError } from '@socius/core/client'
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { createListPlatform } from '../../test-support/list-platform.js'
import { openCommunity } from '../../test-support/open-community.js'
import type { SociusClient } from '../connection/socius-provider.js'
import type { LinkInput } from './link-failure.js'
import { type UseLinkAccountsOptions, useLinkAccounts } from './use-link-accounts.js'

const consent: UseLinkAccountsOptions['consent'] = {
  text: 'v7',
  purposes: [
    { purpose: 'sync', isRequired: true },
    { purpose: 'display', isRequired: false },
  ],
}

/** A page of somebody who has no use for the default widgets. */
function Page(options: Partial<UseLinkAccountsOptions>) {
  const state = useLinkAccounts({ consent, ...options })
  const { error, linked } = state
  return (
    <main>
      <form {...state.getFormProps()}>
        <select
          aria-label="Platform"
          aria-invalid={state.invalidField === 'platform'}
          value={state.platform ?? ''}
          onChange={({ target }) => state.setPlatform(target.value || null)}
        >
          <option value="" />
          {state.platforms.map(({ platform }) => (
            <option key={platform}>{platform}</option>
          ))}
        </select>
        <label {...state.getHandleLabelProps()}>Handle</label>
        <input {...state.getHandleProps({ 'aria-describedby': 'hint' })} />
        <p id="hint">A hint.</p>
        <p {...state.getConsentTextProps()}>Words.</p>
        <div {...state.getPurposesProps({ 'aria-label': 'Purposes' })}>
          {consent.purposes.map(({ purpose }) => (
            <input key={purpose} {...state.getPurposeProps(purpose, { 'aria-label': purpose })} />
          ))}
        </div>
        <button {...state.getSubmitProps()}>Link</button>
        {error && (
          <p {...state.getErrorProps()}>
            {error.code} {state.invalidField} {String(error.details['reason'])} {error.retryAfter}
          </p>
        )}
        {linked && <p>Linked {linked.handle}</p>}
        {state.syncError && <p>No sync: {state.syncError.code}</p>}
      </form>
      <ul {...state.getListProps()}>
        {state.accounts.map((one) => (
          <li key={one.account.id}>
            <div {...state.getAccountProps(one)}>
              <span {...state.getAccountNameProps(one)}>{one.account.handle}</span>
              <span>{one.isWithdrawn ? 'withdrawn' : one.account.state}</span>
              <button {...state.getUnlinkProps(one)}>Unlink</button>
              <button {...state.getWithdrawProps(one)}>Withdraw</button>
              <button {...state.getRelinkProps(one)}>Again</button>
              {one.failed && (
                <p role="alert">
                  {one.failed.change} {one.failed.failure.code}
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </main>
  )
}

async function open() {
  const list = createListPlatform()
  const community = await openCommunity({ providers: [list.provider, createListPlatform('other').provider] })
  const given = { text: 'v7', purposes: ['sync' as const] }
  const link = (handle: string, more: object = { consent: given }) => {
    list.posts.set(handle, 0)
    return community.as('ada').accounts.link({ personId: 'ada', platform: 'list', handle, ...more })
  }
  return { ...community, list, link }
}

const handle = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Handle' })
const platform = () => screen.getByRole<HTMLSelectElement>('combobox', { name: 'Platform' })
const purpose = (name: string) => screen.getByRole<HTMLInputElement>('checkbox', { name })
const submit = () => fireEvent.click(screen.getByRole('button', { name: 'Link' }))
const alert = async () => (await screen.findByRole('alert')).textContent
const group = (name: string) => screen.findByRole('group', { name })
const press = async (name: string, button: string) =>
  fireEvent.click(within(await group(name)).getByRole('button', { name: button }))

async function fillIn({ name = 'ada', purposes = ['sync'] }: { name?: string; purposes?: readonly string[] } = {}) {
  await screen.findByRole('option', { name: 'list' })
  fireEvent.change(platform(), { target: { value: 'list' } })
  fireEvent.change(handle(), { target: { value: name } })
  for (const one of purposes) fireEvent.click(purpose(one))
}

/** A client, of which some calls are others. */
function altered<Service extends keyof SociusClient>(
  client: SociusClient,
  service: Service,
  calls: Partial<SociusClient[Service]>,
): SociusClient {
  return { ...client, [service]: { ...client[service], ...calls } }
}

const shownState = async (name: string, state: string) =>
  waitFor(async () => expect(within(await group(name)).getByText(state)).toBeDefined())

describe('the form', () => {
  it('links once, however often it is sent, and asks for a sync', async () => {
    const { show, as, list } = await open()
    const onLinked = vi.fn<(account: object) => void>()
    const answers = Promise.withResolvers<void>()
    list.onCall = () => answers.promise
    show('ada', <Page onLinked={onLinked} />)
    await fillIn({ name: ' @ada ' })
    submit()
    submit()
    await waitFor(() => expect(list.calls).toBe(1))
    expect(screen.getByRole('button', { name: 'Link' }).getAttribute('aria-disabled')).toBe('true')
    submit()
    answers.resolve()
    await screen.findByText('Linked ada')
    expect(list.calls).toBe(1)
    await shownState('ada', 'active')
    const [account] = (await as('ada').accounts.list({ personId: 'ada' })).items
    const { items: consents } = await as('ada').consents.list({ personId: 'ada' })
    expect(consents).toHaveLength(1)
    expect(onLinked).toHaveBeenCalledOnce()
    expect(account).toEqual({ ...onLinked.mock.lastCall?.[0], consent: consents[0] })
    await waitFor(async () => {
      const place = await as('ada').sync.place({ accountId: account?.id ?? '' })
      expect(place).toMatchObject({ state: 'waiting', before: 0 })
    })
  })

  it('records what was ticked and nothing that was not on offer', async () => {
    const { show, as } = await open()
    show('ada', <Page initialFields={{ purposes: ['sync', 'matching'] }} />)
    await fillIn({ purposes: ['display'] })
    submit()
    await screen.findByText('Linked ada')
    const [grant] = (await as('ada').consents.list({ personId: 'ada' })).items
    expect(grant?.purposes).toEqual(['sync', 'display'])
  })

  it('says what is missing before anybody is asked, and goes there', async () => {
    const { show, list } = await open()
    show('ada', <Page />)
    await screen.findByRole('option', { name: 'list' })
    submit()
    expect(await alert()).toBe('invalid_input platform missing ')
    expect(document.activeElement).toBe(platform())
    expect(platform().getAttribute('aria-invalid')).toBe('true')
    fireEvent.change(platform(), { target: { value: 'list' } })
    expect(screen.queryByRole('alert')).toBeNull()
    fireEvent.change(handle(), { target: { value: '  ' } })
    submit()
    expect(await alert()).toBe('invalid_input handle missing ')
    expect(document.activeElement).toBe(handle())
    expect(screen.getByRole('textbox', { description: 'A hint. invalid_input handle missing' })).toBe(handle())
    fireEvent.change(handle(), { target: { value: 'ada' } })
    fireEvent.click(purpose('display'))
    submit()
    expect(await alert()).toBe('consent_required purposes missing ')
    expect(document.activeElement).toBe(purpose('sync'))
    expect(purpose('display').hasAttribute('aria-invalid')).toBe(false)
    const purposes = screen.getByRole('group', { description: 'Words. consent_required purposes missing' })
    expect(purposes.getAttribute('aria-invalid')).toBe('true')
    expect(list.calls).toBe(0)
  })

  it.each([
    ['provider_not_found', {}, 'provider_not_found handle undefined '],
    ['provider_forbidden', {}, 'provider_forbidden handle undefined '],
    ['provider_rate_limited', { retryable: true, retryAfter: 9000 }, 'provider_rate_limited undefined 9000'],
    ['provider_unavailable', { retryable: true }, 'provider_unavailable undefined '],
    ['invalid_input', { details: { reason: 'address' } }, 'invalid_input handle address '],
  ] as const)('keeps what was typed at %s', async (code, options, expected) => {
    const { show, list } = await open()
    list.onCall = () => {
      throw new SociusError(code, 'No.', options)
    }
    show('ada', <Page />)
    await fillIn()
    submit()
    expect((await alert())?.replace(/ +/g, ' ')).toBe(expected)
    expect([platform().value, handle().value, purpose('sync').checked]).toEqual(['list', 'ada', true])
    list.onCall = () => {}
    submit()
    await screen.findByText('Linked ada')
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('says that the account is another person’s, and what breaks without a code', async () => {
    const { show, as } = await open()
    const given = { text: 'v7', purposes: ['sync' as const] }
    await as('bob').accounts.link({ personId: 'bob', platform: 'list', handle: 'ada', consent: given })
    const { unmount } = show('ada', <Page />)
    await fillIn()
    submit()
    expect(await alert()).toMatch(/^conflict handle/)
    unmount()
    const link = () => Promise.reject(new TypeError('Broken.'))
    show('ada', <Page />, altered(as('ada'), 'accounts', { link }))
    await fillIn()
    submit()
    expect(await alert()).toMatch(/^internal {2}/)
  })

  it('keeps what is typed while an account is on its way', async () => {
    const { show, list } = await open()
    const answers = Promise.withResolvers<void>()
    list.onCall = () => answers.promise
    show('ada', <Page />)
    await fillIn()
    submit()
    fireEvent.change(handle(), { target: { value: 'next' } })
    answers.resolve()
    await screen.findByText('Linked ada')
    expect(handle().value).toBe('next')
  })

  it('leaves its fields to a caller who keeps them', async () => {
    const { show } = await open()
    const onFieldsChange = vi.fn<(fields: LinkInput) => void>()
    const nothing: LinkInput = { platform: null, handle: 'a', purposes: [] }
    const { again } = show('ada', <Page fields={nothing} onFieldsChange={onFieldsChange} />)
    await fillIn({ name: 'ada' })
    expect([platform().value, handle().value, purpose('sync').checked]).toEqual(['', 'a', false])
    expect(onFieldsChange.mock.calls).toEqual([
      [{ ...nothing, platform: 'list' }],
      [{ ...nothing, handle: 'ada' }],
      [{ ...nothing, purposes: ['sync'] }],
    ])
    const all: LinkInput = { platform: 'list', handle: 'ada', purposes: ['sync'] }
    again(<Page fields={all} onFieldsChange={onFieldsChange} />)
    submit()
    await waitFor(() => expect(onFieldsChange).toHaveBeenLastCalledWith({ ...all, handle: '', purposes: [] }))
  })

  it('chooses the platform where there is only one', async () => {
    const { show } = await openCommunity({ providers: [createListPlatform().provider] })
    show('ada', <Page />)
    await waitFor(() => expect(platform().value).toBe('list'))
  })

  it('links all the same where a sync cannot be asked for', async () => {
    const { show, as } = await open()
    const request = () => Promise.reject(new SociusError('unreachable', 'No.'))
    show('ada', <Page />, altered(as('ada'), 'sync', { request }))
    await fillIn()
    submit()
    await screen.findByText('No sync: unreachable')
    await shownState('ada', 'active')
  })
})

describe('the accounts', () => {
  it('are all that there are, and follow what happens elsewhere', async () => {
    const { show, as, link } = await open()
    for (let number = 1; number <= 101; number++) await link(`a${number}`)
    show('ada', <Page />)
    await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(101))
    const { id } = await link('later')
    await shownState('later', 'active')
    await as('ada').accounts.disconnect({ accountId: id })
    await shownState('later', 'disconnected')
  })

  it('are unlinked at once, and linked again where the server refuses', async () => {
    const { show, as, link } = await open()
    await link('one')
    await link('two')
    const answers = Promise.withResolvers<void>()
    const disconnect: SociusClient['accounts']['disconnect'] = vi.fn<SociusClient['accounts']['disconnect']>(
      async (input) => {
        await answers.promise
        return as('ada').accounts.disconnect(input)
      },
    )
    show('ada', <Page />, altered(as('ada'), 'accounts', { disconnect }))
    await press('one', 'Unlink')
    await press('one', 'Unlink')
    await press('two', 'Unlink')
    await shownState('one', 'disconnected')
    await shownState('two', 'disconnected')
    // What is heard meanwhile does not bring it back.
    await act(() => link('three').then(() => new Promise((resolve) => setTimeout(resolve, 100))))
    await shownState('one', 'disconnected')
    expect((await as('ada').accounts.list({ personId: 'ada' })).items.map(({ state }) => state)).not.toContain(
      'disconnected',
    )
    answers.reject(new SociusError('store_unavailable', 'No.', { retryable: true }))
    await shownState('one', 'active')
    await shownState('two', 'active')
    expect(within(await group('one')).getByRole('alert').textContent).toBe('unlink store_unavailable')
    expect(within(await group('two')).getByRole('alert').textContent).toBe('unlink store_unavailable')
    expect(disconnect).toHaveBeenCalledTimes(2)
    await group('three')
  })

  it('go together when the consent that they rest on is withdrawn', async () => {
    const { show, as, link } = await open()
    const first = await link('one')
    await link('two', { consentId: first.consentId })
    await link('three')
    show('ada', <Page />)
    await press('one', 'Withdraw')
    await shownState('one', 'withdrawn')
    await shownState('two', 'withdrawn')
    await shownState('three', 'active')
    const grants = (await as('ada').consents.list({ personId: 'ada' })).items
    expect(grants.map(({ withdrawnAt }) => withdrawnAt === null)).toEqual([true, false])
  })

  it('stay where a withdrawal fails, which is said', async () => {
    const { show, as, link } = await open()
    await link('one')
    const withdraw = () => Promise.reject(new SociusError('unreachable', 'No.', { retryable: true }))
    show('ada', <Page />, altered(as('ada'), 'consents', { withdraw }))
    await press('one', 'Withdraw')
    await waitFor(async () =>
      expect(within(await group('one')).getByRole('alert').textContent).toBe('withdraw unreachable'),
    )
    await shownState('one', 'active')
  })

  it('are linked again by the form, on what is agreed to now', async () => {
    const { show, as, link } = await open()
    const { id } = await link('one')
    await as('ada').accounts.disconnect({ accountId: id })
    show('ada', <Page />)
    await press('one', 'Again')
    expect([platform().value, handle().value]).toEqual(['list', 'one'])
    expect(document.activeElement).toBe(purpose('sync'))
    fireEvent.click(purpose('sync'))
    submit()
    await shownState('one', 'active')
  })

  it('say how they do', async () => {
    const { show, social, list, link } = await open()
    await link('one')
    show('ada', <Page />)
    await shownState('one', 'active')
    list.posts.delete('one')
    await social.sync.run({ id: 'system', tenant: 'default', roles: ['system'] })
    await shownState('one', 'gone')
  })
})
