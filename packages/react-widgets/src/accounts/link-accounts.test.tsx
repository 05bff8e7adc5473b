// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { accountLabels } from '../../test-support/account-labels.js'
import { createListPlatform } from '../../test-support/list-platform.js'
import { openCommunity } from '../../test-support/open-community.js'
import { LinkAccounts, type LinkAccountsProps } from './link-accounts.js'

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
})
