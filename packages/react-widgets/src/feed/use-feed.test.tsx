// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it, vi } from 'vitest'
import { openCommunity } from '../../test-support/open-community.js'
import { type SociusClient, SociusProvider } from '../connection/socius-provider.js'
import { feedQuery } from './feed-query.js'
import { type UseFeedOptions, useFeed } from './use-feed.js'
import { useReaction } from './use-reaction.js'

type Item = ReturnType<typeof useFeed>['items'][number]

function Like({ item }: { item: Item }) {
  const { count, getToggleProps, error } = useReaction({ item })
  return (
    <button {...getToggleProps()}>
      {count} {error?.message}
    </button>
  )
}

function Page(options: Partial<UseFeedOptions>) {
  const feed = useFeed({ source: { feed: 'home' }, pageSize: 3, ...options })
  return (
    <main>
      {feed.newCount > 0 && <button {...feed.getNewProps()}>{feed.newCount} new</button>}
      <div {...feed.getFeedProps({ 'aria-label': 'Home' })}>
        {feed.items.map((item) => (
          <div key={item.activity.id} {...feed.getItemProps(item)}>
            <h3 {...feed.getItemLabelProps(item)}>{item.activity.text}</h3>
            <Like item={item} />
            <p>{item.here.comments} comments</p>
          </div>
        ))}
      </div>
      {feed.hasMore && <button {...feed.getMoreProps()}>More</button>}
      <button type="button" onClick={() => feed.setFilter('hashtag', 'odd')}>
        #odd
      </button>
      {feed.error && <p role="alert">{feed.error.message}</p>}
    </main>
  )
}

async function open() {
  const community = await openCommunity()
  const publish = (text: string, personId = 'bob') =>
    community.as(personId).activities.publish({ personId, text, hashtags: Number(text) % 2 ? ['odd'] : [] })
  for (let number = 1; number <= 5; number++) await publish(String(number))
  return { ...community, publish }
}

const texts = () => screen.queryAllByRole('article').map((article) => within(article).getByRole('heading').textContent)
const shows = (expected: readonly string[]) => waitFor(() => expect(texts()).toEqual(expected))

describe('useFeed', () => {
  it('shows a feed page by page', async () => {
    const { show } = await open()
    show('ada', <Page />)
    expect(screen.getByRole('feed', { name: 'Home' }).getAttribute('aria-busy')).toBe('true')
    await shows(['5', '4', '3'])
    fireEvent.click(screen.getByRole('button', { name: 'More' }))
    await shows(['5', '4', '3', '2', '1'])
    expect(screen.queryByRole('button', { name: 'More' })).toBeNull()
    const articles = screen.getAllByRole('article')
    expect(articles.map((one) => [one.getAttribute('aria-posinset'), one.getAttribute('aria-setsize')])).toEqual(
      ['1', '2', '3', '4', '5'].map((place) => [place, '5']),
    )
    expect(screen.getByRole('article', { name: '4' })).toBe(articles[1])
  })

  it('counts what is new until it is asked for', async () => {
    const { show, publish } = await open()
    show('ada', <Page />)
    await shows(['5', '4', '3'])
    await publish('6')
    await screen.findByRole('button', { name: '1 new' })
    await publish('7')
    fireEvent.click(await screen.findByRole('button', { name: '2 new' }))
    await shows(['7', '6', '5', '4', '3'])
    expect(screen.queryByRole('button', { name: /new/ })).toBeNull()
  })

  it('puts what is new on top at once, if that is wanted', async () => {
    const { show, publish } = await open()
    show('ada', <Page live="show" />)
    await shows(['5', '4', '3'])
    await publish('6')
    await shows(['6', '5', '4', '3'])
  })

  it('puts in what is older than its top, such as the posts of an account that was just linked', async () => {
    const { show, social, publish } = await open()
    const system = { id: 'system', tenant: 'default', roles: ['system'] }
    show('ada', <Page />)
    await shows(['5', '4', '3'])
    const { items } = await social.feed.home(system, { limit: 3 })
    const between = ((items[0]?.activity.publishedAt ?? 0) + (items[1]?.activity.publishedAt ?? 0)) / 2
    const publishedAt = Math.floor(between)
    await social.activities.publish(system, { personId: 'bob', text: 'older', publishedAt })
    await social.activities.publish(system, { personId: 'bob', text: 'ancient', publishedAt: 1 })
    await publish('6')
    fireEvent.click(await screen.findByRole('button', { name: '2 new' }))
    await waitFor(() => expect(texts().toSorted()).toEqual(['3', '4', '5', '6', 'older']))
    expect(texts()[0]).toBe('6')
  })

  it('takes up what it has missed when it comes back after others have kept the stream open', async () => {
    const { show, publish, as, social } = await open()
    const two = (isThere: boolean) => (
      <>
        {isThere && <Page />}
        <Page source={{ feed: 'timeline', personId: 'nobody' }} />
      </>
    )
    const { again } = show('ada', two(true))
    await shows(['5', '4', '3'])
    again(two(false))
    await publish('6')
    const [, newest, second] = (await as('ada').feed.home({ limit: 3 })).items
    if (!newest || !second) throw new Error('There is nothing.')
    await as('bob').reactions.add({ personId: 'bob', subjectId: newest.activity.id })
    await social.activities.remove({ id: 'bob', tenant: 'default', roles: [] }, { activityId: second.activity.id })
    await new Promise((resolve) => setTimeout(resolve, 200))
    again(two(true))
    fireEvent.click(await screen.findByRole('button', { name: '1 new' }))
    await shows(['6', '5', '3'])
    await waitFor(() =>
      expect(within(screen.getByRole('article', { name: '5' })).getByRole('button').textContent).toBe('1 '),
    )
  })

  it('begins anew where more has come than a page holds', async () => {
    const { show, publish } = await open()
    show('ada', <Page />)
    await shows(['5', '4', '3'])
    for (const number of [6, 7, 8, 9]) await publish(String(number))
    fireEvent.click(await screen.findByRole('button', { name: '3 new' }))
    await shows(['9', '8', '7'])
  })

  it('shows what others do to its items, and takes away what is gone', async () => {
    const { show, as, social } = await open()
    show('ada', <Page />)
    await shows(['5', '4', '3'])
    const [newest, second] = (await as('ada').feed.home({ limit: 2 })).items
    if (!newest || !second) throw new Error('There is nothing.')
    await as('bob').reactions.add({ personId: 'bob', subjectId: newest.activity.id })
    await as('cyd').comments.add({ personId: 'cyd', subjectId: newest.activity.id, text: 'Hello' })
    await waitFor(() => {
      const article = screen.getByRole('article', { name: '5' })
      expect(within(article).getByRole('button').textContent).toBe('1 ')
      expect(within(article).getByText('1 comments')).toBeDefined()
    })
    await social.activities.remove({ id: 'bob', tenant: 'default', roles: [] }, { activityId: second.activity.id })
    await shows(['5', '3'])
  })

  it('is narrowed by filters, which the caller may keep', async () => {
    const { show } = await open()
    const { again, unmount } = show('ada', <Page initialFilters={{ hashtag: 'odd' }} />)
    await shows(['5', '3', '1'])
    unmount()
    const onFiltersChange = vi.fn<(filters: object) => void>()
    const kept = show('ada', <Page filters={{}} onFiltersChange={onFiltersChange} />)
    await shows(['5', '4', '3'])
    fireEvent.click(screen.getByRole('button', { name: '#odd' }))
    expect(onFiltersChange).toHaveBeenCalledExactlyOnceWith({ hashtag: 'odd' })
    await shows(['5', '4', '3'])
    kept.again(<Page filters={{ hashtag: 'odd' }} onFiltersChange={onFiltersChange} />)
    await shows(['5', '3', '1'])
    expect(again).toBeTypeOf('function')
  })

  it('goes from item to item by Page Down and Page Up', async () => {
    const { show } = await open()
    show('ada', <Page />)
    await shows(['5', '4', '3'])
    const [first, second] = screen.getAllByRole('article')
    first?.focus()
    fireEvent.keyDown(first as HTMLElement, { key: 'PageDown' })
    expect(document.activeElement).toBe(second)
    fireEvent.keyDown(second as HTMLElement, { key: 'PageUp' })
    expect(document.activeElement).toBe(first)
    fireEvent.keyDown(first as HTMLElement, { key: 'End', ctrlKey: true })
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'More' }))
  })

  it('says what is wrong where it cannot be read', async () => {
    const { show } = await open()
    show('ada', <Page source={{ feed: 'programme', programmeId: 'course' }} />)
    expect((await screen.findByRole('alert')).textContent).toMatch(/take part/)
  })

  it('is rendered on a server with what was loaded before', async () => {
    const { as } = await open()
    const client = as('ada')
    const queryClient = new QueryClient()
    await queryClient.prefetchInfiniteQuery(
      feedQuery({ client, viewerId: 'ada' }, { source: { feed: 'home' }, pageSize: 3 }),
    )
    const html = renderToString(
      <QueryClientProvider client={queryClient}>
        <SociusProvider client={client} viewerId="ada">
          <Page />
        </SociusProvider>
      </QueryClientProvider>,
    )
    expect(html.match(/<h3[^>]*>(\d)<\/h3>/g)?.join()).toMatch(/>5<.*>4<.*>3</)
  })

  it('needs a client, from above or as an argument', async () => {
    const { as } = await open()
    const alone = new QueryClient()
    const page = (options: Partial<UseFeedOptions>) => () =>
      renderToString(
        <QueryClientProvider client={alone}>
          <Page {...options} />
        </QueryClientProvider>,
      )
    expect(page({})).toThrow('SociusProvider')
    expect(page({ client: as('ada'), viewerId: 'ada' })()).toContain('role="feed"')
  })
})

describe('useReaction', () => {
  it('shows at once, and as the server says in the end', async () => {
    const { show, as } = await open()
    const answers = Promise.withResolvers<void>()
    show('ada', <Page />, slowly(as('ada'), answers.promise))
    await shows(['5', '4', '3'])
    const button = () => within(screen.getByRole('article', { name: '5' })).getByRole('button')
    fireEvent.click(button())
    await waitFor(() => expect(button().textContent).toBe('1 '))
    expect(button().getAttribute('aria-pressed')).toBe('true')
    const [newest] = (await as('ada').feed.home({ limit: 1 })).items
    expect(newest?.here.reactions).toBe(0)
    answers.resolve()
    await waitFor(async () => expect((await as('ada').feed.home({ limit: 1 })).items[0]?.mine).toEqual(['like']))
    fireEvent.click(button())
    await waitFor(() => expect(button().textContent).toBe('0 '))
    await waitFor(async () => expect((await as('ada').feed.home({ limit: 1 })).items[0]?.mine).toEqual([]))
  })

  it('is taken back where the server refuses', async () => {
    const { show, as } = await open()
    const answers = Promise.withResolvers<void>()
    show('ada', <Page />, slowly(as('ada'), answers.promise))
    await shows(['5', '4', '3'])
    const button = () => within(screen.getByRole('article', { name: '5' })).getByRole('button')
    fireEvent.click(button())
    await waitFor(() => expect(button().getAttribute('aria-pressed')).toBe('true'))
    answers.reject(new Error('No.'))
    await waitFor(() => expect(button().textContent).toBe('0 No.'))
    expect(button().getAttribute('aria-pressed')).toBe('false')
  })
})

/** A client whose reactions wait. */
function slowly(client: SociusClient, until: Promise<void>): SociusClient {
  const add: SociusClient['reactions']['add'] = async (...given) => {
    await until
    return client.reactions.add(...given)
  }
  return { ...client, reactions: { ...client.reactions, add } }
}
