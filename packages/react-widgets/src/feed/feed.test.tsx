// @vitest-environment jsdom

import { system } from '@socius/core'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { accountLabels } from '../../test-support/account-labels.js'
import { english } from '../../test-support/english.js'
import { openCommunity } from '../../test-support/open-community.js'
import { createPostPlatform, postOf } from '../../test-support/post-platform.js'

import { LinkAccounts } from '../accounts/link-accounts.js'
import { ActivityTimeline } from '../activity/activity-timeline.js'
import { Attribution } from '../activity/attribution.js'
import { Feed, type FeedProps } from './feed.js'

const home = (props: Partial<FeedProps> = {}) => <Feed source={{ feed: 'home' }} labels={english} {...props} />

async function open(options: { notes?: readonly string[]; platforms?: boolean } = {}) {
  const providers = (['link', 'none'] as const).map((attribution) =>
    createPostPlatform({
      platform: attribution === 'link' ? 'village' : 'attic',
      title: attribution === 'link' ? 'Village' : 'Attic',
      attribution,
      posts: [postOf(`of ${attribution}`)],
    }),
  )
  const community = await openCommunity(options.platforms ? { providers } : {})
  const { as, social } = community
  const publish = (text: string) =>
    as('bob').activities.publish({ personId: 'bob', text, hashtags: Number(text) % 2 ? ['odd'] : [] })
  for (const text of options.notes ?? []) await publish(text)
  if (options.platforms) {
    const consent = { purposes: ['sync' as const, 'display' as const], text: 'v1' }
    for (const { platform } of providers) {
      await social.accounts.link(system, { personId: 'bob', platform, handle: 'bob', consent })
    }
    await social.sync.run(system, {})
  }
  return { ...community, publish }
}

const texts = () =>
  screen.queryAllByRole('article').map((article) => article.querySelector('.socius-text')?.textContent ?? '')
const shows = (expected: readonly string[]) => waitFor(() => expect(texts()).toEqual(expected))
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))

describe('Feed', () => {
  it('says that it loads, and then that there is nothing', async () => {
    const { show } = await open()
    show('ada', home())
    expect(screen.getByText(english.loading)).toBeDefined()
    await screen.findByText(english.empty)
    expect(screen.getByRole('feed', { name: 'Home' })).toBeDefined()
  })

  it('shows what is published, and goes on near the end by itself', async () => {
    const { show } = await open({ notes: ['1', '2', '3', '4', '5'] })
    show('ada', home({ pageSize: 2 }))
    await shows(['5', '4', '3', '2', '1'])
    const articles = screen.getAllByRole('article', { name: 'Somebody' })
    expect(articles.map((one) => [one.getAttribute('aria-posinset'), one.getAttribute('aria-setsize')])).toEqual(
      ['1', '2', '3', '4', '5'].map((place) => [place, '5']),
    )
  })

  it('goes from item to item by Page Down and Page Up, and leaves texts their keys', async () => {
    const { show } = await open({ notes: ['1', '2'] })
    show('ada', home())
    await shows(['2', '1'])
    const [first, second] = screen.getAllByRole('article') as [HTMLElement, HTMLElement]
    first.focus()
    fireEvent.keyDown(first, { key: 'PageDown' })
    expect(document.activeElement).toBe(second)
    fireEvent.keyDown(second, { key: 'PageUp' })
    expect(document.activeElement).toBe(first)
    fireEvent.click(within(first).getByRole('button', { name: /^Comments/ }))
    const input = within(first).getByRole('textbox')
    input.focus()
    fireEvent.keyDown(input, { key: 'PageDown' })
    fireEvent.keyDown(input, { key: 'Home', ctrlKey: true })
    expect(document.activeElement).toBe(input)
  })

  it('is narrowed by a hashtag that is pressed on an item, and widened again', async () => {
    const { show } = await open({ notes: ['1', '2', '3'] })
    show('ada', home())
    await shows(['3', '2', '1'])
    fireEvent.click(within(screen.getAllByRole('article')[0] as HTMLElement).getByRole('button', { name: '#odd' }))
    await shows(['3', '1'])
    press('Without #odd')
    await shows(['3', '2', '1'])
  })

  it('is narrowed to a platform, or to what is published here', async () => {
    const { show } = await open({ notes: ['1'], platforms: true })
    show('ada', home())
    await waitFor(() => expect(texts()).toHaveLength(3))
    const filter = within(screen.getByRole('group', { name: 'Filters' })).getByRole('combobox', { name: 'Platform' })
    await within(filter).findByRole('option', { name: 'Village' })
    fireEvent.change(filter, { target: { value: 'village' } })
    await shows(['Post of link'])
    fireEvent.change(filter, { target: { value: 'native' } })
    await shows(['1'])
    fireEvent.change(filter, { target: { value: '' } })
    await waitFor(() => expect(texts()).toHaveLength(3))
  })

  it('has no filters where it takes none, or none are wanted', async () => {
    const { show, social } = await open({ notes: ['1'] })
    await social.dispatch()
    const { unmount } = show('ada', home({ source: { feed: 'ranked' } }))
    await shows(['1'])
    expect(screen.queryByRole('group', { name: 'Filters' })).toBeNull()
    unmount()
    show('ada', home({ showsFilters: false }))
    await shows(['1'])
    expect(screen.queryByRole('group', { name: 'Filters' })).toBeNull()
  })

  it('goes to what is new when it is asked for', async () => {
    const { show, publish } = await open({ notes: ['1'] })
    show('ada', home())
    await shows(['1'])
    await publish('2')
    fireEvent.click(await screen.findByRole('button', { name: 'Show 1 new item' }))
    await shows(['2', '1'])
    await waitFor(() => expect(document.activeElement).toBe(screen.getAllByRole('article')[0]))
  })

  it('hides an item, and brings it back', async () => {
    const { show } = await open({ notes: ['1', '2'] })
    show('ada', home())
    await shows(['2', '1'])
    fireEvent.click(within(screen.getAllByRole('article')[0] as HTMLElement).getByRole('button', { name: 'Hide' }))
    await shows(['1'])
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Undo' }))
    press('Undo')
    await shows(['2', '1'])
    await waitFor(() => expect(document.activeElement).toBe(screen.getAllByRole('article')[0]))
    fireEvent.click(within(screen.getAllByRole('article')[0] as HTMLElement).getByRole('button', { name: 'Hide' }))
    await shows(['1'])
    press('Dismiss')
    expect(document.activeElement).toBe(screen.getByRole('article'))
  })

  it('says what is wrong, and tries again', async () => {
    const { show, as } = await open({ notes: ['1'] })
    const client = as('ada')
    let isDown = true
    const feed: typeof client.feed = {
      ...client.feed,
      home: (...given) => (isDown ? Promise.reject(new Error('Down.')) : client.feed.home(...given)),
    }
    show('ada', home(), { ...client, feed })
    expect((await screen.findByRole('alert')).textContent).toContain('Down.')
    isDown = false
    press('Try again')
    await shows(['1'])
  })

  it('lets the host render items, and parts of them', async () => {
    const { show } = await open({ platforms: true })
    const { unmount } = show(
      'ada',
      home({
        renderItem: ({ item, articleProps, nameProps, labels }) => (
          <article {...articleProps}>
            <h3 {...nameProps}>Mine: {item.activity.platform}</h3>
            <Attribution activity={item.activity} labels={labels} />
          </article>
        ),
      }),
    )
    await screen.findByRole('article', { name: 'Mine: village' })
    expect(screen.getByRole('link', { name: 'View on Village' })).toBeDefined()
    unmount()
    show('ada', home({ slots: { actions: () => <p>No actions</p>, author: () => <a href="/bob">Robert</a> } }))
    const [card] = await screen.findAllByRole('article', { name: 'Robert' })
    expect(within(card as HTMLElement).getByText('No actions')).toBeDefined()
    // Whatever a host replaces, terms are kept.
    await screen.findByRole('link', { name: 'View on Village' })
  })
})

describe('ActivityTimeline', () => {
  it('shows what one person has published, and hides nothing of it', async () => {
    const { show, as } = await open({ notes: ['1'] })
    await as('cyd').activities.publish({ personId: 'cyd', text: 'Not of Bob' })
    show('ada', <ActivityTimeline personId="bob" labels={{ ...english, feed: 'Bob' }} />)
    await shows(['1'])
    expect(screen.getByRole('feed', { name: 'Bob' })).toBeDefined()
    expect(screen.queryByRole('button', { name: 'Hide' })).toBeNull()
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
    show('ada', home())
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
    const { again } = show('ada', home())
    await screen.findByRole('option', { name: 'Forum' })
    again(accounts)
    await screen.findByRole('radio', { name: 'Forum' })
    again(home())
    await screen.findByRole('option', { name: 'Forum' })
  })
})
