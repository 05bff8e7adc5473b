// @vitest-environment jsdom
import { system } from '@socius/core'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { accountLabels } from '../../test-support/account-labels.js'
import { english } from '../../test-support/english.js'
import { openCommunity } from '../../test-support/open-community.js'
import { createPostPlatform, postOf } from '../../test-support/post-platform.js'
import { LinkAccounts } from '../accounts/link-accounts.js'
import { Feed } from './feed.js'

const home = <Feed source={{ feed: 'home' }} labels={english} />

describe('Feed', () => {
  it('shows items as cards', async () => {
    const { show, as } = await openCommunity()
    await as('bob').activities.publish({ personId: 'bob', text: 'Hello', title: 'A title', hashtags: ['odd'] })
    show('ada', home)
    const card = await screen.findByRole('article')
    expect(within(card).getByRole('heading', { name: 'A title' })).toBeDefined()
    expect(within(card).getByText('Hello')).toBeDefined()
    expect(within(card).queryByRole('link')).toBeNull()
    fireEvent.click(within(card).getByRole('button', { name: 'Comments (0)' }))
    fireEvent.change(within(card).getByLabelText('Your comment'), { target: { value: 'Well' } })
    fireEvent.click(within(card).getByRole('button', { name: 'Comment' }))
    await waitFor(() => expect(within(card).getByRole('list', { name: 'Comments' }).textContent).toContain('Well'))
    await within(card).findByRole('button', { name: 'Comments (1)' })
    await within(card).findByRole('button', { name: /Remove the comment/ })
    expect((card.querySelector('textarea') as HTMLTextAreaElement).value).toBe('')
  })

  it('narrows to what is published here, and to a platform', async () => {
    const platform = createPostPlatform({
      platform: 'forum',
      title: 'Forum',
      attribution: 'link',
      posts: [postOf('1')],
    })
    const { social, as, show } = await openCommunity({ providers: [platform] })
    const consent = { purposes: ['sync' as const, 'display' as const], text: 'v1' }
    await as('bob').accounts.link({ personId: 'bob', platform: 'forum', handle: 'bob', consent })
    await social.sync.run(system)
    await as('bob').activities.publish({ personId: 'bob', text: 'Said here' })
    show('ada', home)
    const shown = () => screen.queryAllByRole('article').map((card) => card.getAttribute('data-platform'))
    await waitFor(() => expect(new Set(shown())).toEqual(new Set(['forum', 'native'])))
    fireEvent.change(screen.getByLabelText('Platform'), { target: { value: 'native' } })
    await waitFor(() => expect(shown()).toEqual(['native']))
    fireEvent.change(screen.getByLabelText('Platform'), { target: { value: 'forum' } })
    await waitFor(() => expect(shown()).toEqual(['forum']))
  })

  it('stands on one page with the accounts', async () => {
    const platform = createPostPlatform({ platform: 'forum', title: 'Forum', attribution: 'link', posts: [] })
    const { show } = await openCommunity({ providers: [platform] })
    const offer = { text: 'v1', purposes: [{ purpose: 'sync' as const, isRequired: true }] }
    const accounts = (
      <LinkAccounts labels={accountLabels} consent={offer}>
        The words.
      </LinkAccounts>
    )
    const { again } = show('ada', home)
    await screen.findByRole('option', { name: 'Forum' })
    again(accounts)
    await screen.findByRole('radio', { name: 'Forum' })
    again(home)
    await screen.findByRole('option', { name: 'Forum' })
  })
})
