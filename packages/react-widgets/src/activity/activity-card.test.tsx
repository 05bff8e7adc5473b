// @vitest-environment jsdom
import { type FeedItem, system } from '@socius/core'
import type { ActivityDraft } from '@socius/core/provider'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { english } from '../../test-support/english.js'
import { openCommunity } from '../../test-support/open-community.js'
import { createPostPlatform, postOf } from '../../test-support/post-platform.js'
import type { SociusClient } from '../connection/socius-provider.js'
import { useFeed } from '../feed/use-feed.js'
import { ActivityCard, type ActivityCardProps } from './activity-card.js'

type Shown = Omit<ActivityCardProps, 'item' | 'labels'>

/** The first item of the feed, so that what is done to it is seen. */
function First(props: Shown) {
  const { items } = useFeed({ source: { feed: 'home' } })
  return items[0] && <ActivityCard item={items[0]} labels={english} {...props} />
}

async function synced(draft: Partial<ActivityDraft>, attribution: 'link' | 'none' = 'link') {
  const posts = [postOf('1', draft)]
  const providers = [createPostPlatform({ platform: 'village', title: 'Village', attribution, posts })]
  const community = await openCommunity({ providers })
  const consent = { purposes: ['sync' as const, 'display' as const], text: 'v1' }
  await community.social.accounts.link(system, { personId: 'bob', platform: 'village', handle: 'bob', consent })
  await community.social.sync.run(system, {})
  return community
}

const medium = { previewUrl: null, description: null, width: null, height: null }

describe('ActivityCard', () => {
  it('says who, when and what, where from, and how it is received there', async () => {
    const { show } = await synced({ title: 'A title', html: '<p>Some <strong>text</strong></p>' })
    show('ada', <First />)
    const card = within(await screen.findByRole('article', { name: 'Bob' }))
    expect(card.getByText('2026-01-01 00:00').getAttribute('datetime')).toBe('2026-01-01T00:00:00.000Z')
    expect(card.getByRole('heading', { name: 'A title', level: 3 })).toBeDefined()
    expect(card.getByText('text').tagName).toBe('STRONG')
    await card.findByText('12 likes, 3 comments on Village')
    expect(card.getByRole('link', { name: 'View on Village' }).getAttribute('href')).toBe('https://example.org/posts/1')
  })

  it('has no place for counts of which nothing is said', async () => {
    const { show } = await synced({ counts: { likes: 0, comments: 0, shares: null, views: null } })
    show('ada', <First />)
    const link = await screen.findByRole('link', { name: 'View on Village' })
    expect(link.parentElement?.children).toHaveLength(1)
  })

  it('links to the platform as long as it does not know that it need not', async () => {
    const { show, as } = await synced({}, 'none')
    const client = as('ada')
    const answer = Promise.withResolvers<void>()
    const platforms = vi.fn<SociusClient['accounts']['platforms']>(async (...given) => {
      await answer.promise
      return client.accounts.platforms(...given)
    })
    show('ada', <First />, { ...client, accounts: { ...client.accounts, platforms } })
    await screen.findByRole('link', { name: 'View on village' })
    answer.resolve()
    await waitFor(() => expect(screen.queryByRole('link')).toBeNull())
    expect(platforms).toHaveBeenCalledOnce()
  })

  it('names the platform where there is no address', async () => {
    const { show } = await synced({ url: null })
    show('ada', <First />)
    await screen.findByText('View on Village')
    expect(screen.queryByRole('link')).toBeNull()
  })

  it('links what is born here to nothing', async () => {
    const { show, as } = await openCommunity()
    await as('bob').activities.publish({ personId: 'bob', text: 'Hello', url: 'https://example.org/' })
    show('ada', <First />)
    await screen.findByText('Hello')
    expect(screen.queryByRole('link')).toBeNull()
  })

  it('describes media, and loads none before it has to', async () => {
    const { show } = await synced({
      media: [
        { ...medium, type: 'image', url: 'https://example.org/a.png', description: 'A field', width: 4, height: 3 },
        { ...medium, type: 'image', url: 'https://example.org/b.png' },
        { ...medium, type: 'video', url: 'https://example.org/c.mp4', description: 'A film' },
        { ...medium, type: 'audio', url: 'https://example.org/d.mp3', description: 'A song' },
        { ...medium, type: 'link', url: 'https://example.org/e', description: 'A page' },
        { ...medium, type: 'file', url: 'https://example.org/f.pdf' },
      ],
    })
    show('ada', <First />)
    const image = await screen.findByRole('img', { name: 'A field' })
    expect(['loading', 'width', 'height'].map((name) => image.getAttribute(name))).toEqual(['lazy', '4', '3'])
    expect(screen.getByRole('img', { name: 'An image without a description' })).toBeDefined()
    for (const name of ['A film', 'A song']) expect(screen.getByLabelText(name).getAttribute('preload')).toBe('none')
    expect(screen.getByRole('link', { name: 'A page' }).getAttribute('href')).toBe('https://example.org/e')
    expect(screen.getByRole('link', { name: 'A file example.org' })).toBeDefined()
  })

  it('tells of a hashtag that is pressed, and of the wish to hide', async () => {
    const { show } = await synced({ hashtags: ['Plans', 'Plans', 'more'] })
    const onHashtag = vi.fn<(hashtag: string) => void>()
    const onHide = vi.fn<(item: FeedItem) => void>()
    const { again } = show('ada', <First onHashtag={onHashtag} onHide={onHide} />)
    fireEvent.click(await screen.findByRole('button', { name: '#Plans' }))
    expect(onHashtag).toHaveBeenCalledExactlyOnceWith('Plans')
    fireEvent.click(screen.getByRole('button', { name: 'Hide' }))
    expect(onHide.mock.calls[0]?.[0].activity.text).toBe('Post 1')
    again(<First />)
    expect(screen.queryByRole('button', { name: 'Hide' })).toBeNull()
    expect(screen.getByText('#Plans').tagName).toBe('BDI')
  })

  it('takes likes, comments and questions', async () => {
    const { show, as } = await synced({})
    show('ada', <First />)
    fireEvent.click(await screen.findByRole('button', { name: 'Like (0)' }))
    expect((await screen.findByRole('button', { name: 'Like (1)' })).getAttribute('aria-pressed')).toBe('true')
    const open = screen.getByRole('button', { name: 'Comments (0)' })
    fireEvent.click(open)
    await screen.findByText('Nobody has commented yet.')
    fireEvent.change(screen.getByLabelText('Your comment'), { target: { value: 'Well said' } })
    fireEvent.click(screen.getByRole('button', { name: 'Comment' }))
    await screen.findByRole('button', { name: 'Comments (1)' })
    fireEvent.click(await screen.findByRole('button', { name: 'Remove the comment by You' }))
    await screen.findByRole('button', { name: 'Comments (0)' })
    fireEvent.click(screen.getByRole('button', { name: 'Why this?' }))
    await screen.findByText(/^It (counts as|stands above)/)
    await waitFor(async () => expect((await as('ada').feed.home({})).items[0]?.mine).toEqual(['like']))
  })
})
