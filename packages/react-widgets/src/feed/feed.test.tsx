// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { english } from '../../test-support/english.js'
import { openCommunity } from '../../test-support/open-community.js'
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
})
