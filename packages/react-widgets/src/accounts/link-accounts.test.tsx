// @vitest-environment jsdom
import { SociusError } from '@socius/core/client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it, vi } from 'vitest'
import { accountLabels } from '../../test-support/account-labels.js'
import { createListPlatform } from '../../test-support/list-platform.js'
import { openCommunity } from '../../test-support/open-community.js'
import { type SociusClient, SociusProvider } from '../connection/socius-provider.js'
import { accountsQuery, platformsQuery } from './accounts-query.js'
import { LinkAccounts, type LinkAccountsProps } from './link-accounts.js'
import { syncStatusQuery } from './sync-status-query.js'

const consent: LinkAccountsProps['consent'] = {
  text: 'v7',
  purposes: [
    { purpose: 'sync', isRequired: true },
    { purpose: 'display', isRequired: false },
  ],
}

function Page(options: Partial<LinkAccountsProps>) {
  return (
    <LinkAccounts labels={accountLabels} consent={consent} {...options}>
      <p>We read what you publish.</p>
    </LinkAccounts>
  )
}

async function open() {
  const list = createListPlatform()
  const other = createListPlatform('other', 'Other')
  const community = await openCommunity({ providers: [list.provider, other.provider] })
  return { ...community, list, other }
}

const handle = () => screen.getByRole<HTMLInputElement>('textbox')
const type = (text: string) => fireEvent.change(handle(), { target: { value: text } })
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

async function fillIn(text = 'ada') {
  fireEvent.click(await screen.findByRole('radio', { name: 'List' }))
  type(text)
  fireEvent.click(screen.getByRole('checkbox', { name: 'sync (needed)' }))
}

describe('LinkAccounts', () => {
  it('links an account with the consent that was ticked, and shows it', async () => {
    const { show, as } = await open()
    show('ada', <Page />)
    await screen.findByText('No account is linked.')
    await fillIn()
    expect(screen.getByRole('textbox', { name: 'Name on List', description: 'As ada' })).toBe(handle())
    press('Link')
    const account = await screen.findByRole('group', { name: 'List ada' })
    expect(within(account).getByText('State: active')).toBeDefined()
    expect(screen.getByText('ada is linked.').getAttribute('role')).toBe('status')
    expect(handle().value).toBe('')
    expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'sync (needed)' }).checked).toBe(false)
    const consents = await as('ada').consents.list({ personId: 'ada' })
    expect(consents.items).toMatchObject([{ platform: 'list', purposes: ['sync'], text: 'v7' }])
  })

  it('asks before it withdraws', async () => {
    const { show, as } = await open()
    show('ada', <Page />)
    await fillIn()
    press('Link')
    await screen.findByRole('group', { name: 'List ada' })
    press('Withdraw')
    const question = screen.getByRole('group', { name: 'Erase ada?' })
    expect(document.activeElement).toBe(within(question).getByRole('button', { name: 'Keep' }))
    fireEvent.keyDown(question, { key: 'Escape' })
    expect(screen.queryByRole('group', { name: 'Erase ada?' })).toBeNull()
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Withdraw' }))
    press('Withdraw')
    press('Erase all')
    await screen.findByText('Erased')
    await waitFor(async () =>
      expect((await as('ada').accounts.list({ personId: 'ada' })).items).toMatchObject([{ state: 'disconnected' }]),
    )
    expect(screen.queryByRole('button', { name: 'Withdraw' })).toBeNull()
  })

  it('keeps the focus with an account whose button goes', async () => {
    const { show } = await open()
    show('ada', <Page />)
    await fillIn()
    press('Link')
    const account = await screen.findByRole('group', { name: 'List ada' })
    const unlink = screen.getByRole('button', { name: 'Unlink', description: 'List ada' })
    unlink.focus()
    fireEvent.click(unlink)
    await within(account).findByText('State: disconnected')
    expect(document.activeElement?.textContent).toBe('List ada')
    expect(screen.queryByText('ada is linked.')).toBeNull()
    expect(screen.getByRole('button', { name: 'Withdraw', description: 'List ada' })).toBeDefined()
    fireEvent.click(screen.getByRole('button', { name: 'Link again', description: 'List ada' }))
    expect(handle().value).toBe('ada')
  })

  it('says what is wrong at the field, and the words of the consent where they are agreed to', async () => {
    const { show } = await open()
    show('ada', <Page />)
    fireEvent.click(await screen.findByRole('radio', { name: 'List' }))
    type('nobody')
    fireEvent.click(screen.getByRole('checkbox', { name: 'sync (needed)' }))
    press('Link')
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toBe('Not linked: provider_not_found')
    expect(handle().getAttribute('aria-describedby')?.split(' ')).toContain(alert.id)
    expect(document.activeElement).toBe(handle())
    const purposes = { name: 'You allow us', description: 'We read what you publish.' }
    expect(within(screen.getByRole('group', purposes)).getAllByRole('checkbox')).toHaveLength(2)
  })

  it('says that accounts cannot be read, and tries again', async () => {
    const { show, as } = await open()
    const list = vi.fn<SociusClient['accounts']['list']>((input) => as('ada').accounts.list(input))
    list.mockRejectedValueOnce(new SociusError('unreachable', 'No.'))
    // Live events would have it read anew.
    const events = async function* () {}
    const client = { ...as('ada'), events, accounts: { ...as('ada').accounts, list } }
    show('ada', <Page />, client)
    expect((await screen.findByRole('alert')).textContent).toBe('Not loaded: unreachable')
    expect(screen.queryByText('No account is linked.')).toBeNull()
    press('Try again')
    await screen.findByText('No account is linked.')
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('is rendered on a server with what was loaded before', async () => {
    const { as } = await open()
    const client = as('ada')
    const given = { text: 'v7', purposes: ['sync' as const] }
    const { id: accountId } = await client.accounts.link({
      personId: 'ada',
      platform: 'list',
      handle: 'ada',
      consent: given,
    })
    const connection = { client, viewerId: 'ada' }
    const queryClient = new QueryClient()
    await Promise.all([
      queryClient.prefetchQuery(accountsQuery(connection)),
      queryClient.prefetchQuery(platformsQuery(connection)),
      queryClient.prefetchQuery(syncStatusQuery(connection, { accountId })),
    ])
    const page = () =>
      renderToString(
        <QueryClientProvider client={queryClient}>
          <SociusProvider {...connection}>
            <Page />
          </SociusProvider>
        </QueryClientProvider>,
      )
    expect(page()).toMatch(/We read what you publish.*<bdi[^>]*>ada<\/bdi>.*State: active/)
    queryClient.clear()
    expect(page()).toContain('Loading')
  })
})
