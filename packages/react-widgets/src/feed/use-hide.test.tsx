// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { openCommunity } from '../../test-support/open-community.js'
import type { SociusClient } from '../connection/socius-provider.js'
import type { FeedSource } from './feed-query.js'
import { useFeed } from './use-feed.js'
import { useHide } from './use-hide.js'

function List({ source }: { source: FeedSource }) {
  const { items } = useFeed({ source, pageSize: 2, live: 'off' })
  return <output data-testid={source.feed}>{items.map(({ activity }) => activity.text).join()}</output>
}

function Page() {
  const feed = useFeed({ source: { feed: 'home' }, pageSize: 2, live: 'off' })
  const { last, error, getHideProps, getUndoProps, getDismissProps } = useHide()
  return (
    <>
      {feed.items.map((item) => (
        <button key={item.activity.id} {...getHideProps(item)}>
          Hide {item.activity.text}
        </button>
      ))}
      <button {...feed.getMoreProps()}>More</button>
      {last && (
        <p>
          {last.activity.text} is hidden
          <button {...getUndoProps()}>Undo</button>
          <button {...getDismissProps()}>Dismiss</button>
        </p>
      )}
      {error && <p role="alert">{error.message}</p>}
      <List source={{ feed: 'home' }} />
      <List source={{ feed: 'top' }} />
      <List source={{ feed: 'timeline', personId: 'bob' }} />
    </>
  )
}

async function open(wait?: Partial<Record<'hide' | 'unhide', () => Promise<void>>>) {
  const { as, show, social } = await openCommunity()
  for (const text of ['1', '2', '3', '4']) await as('bob').activities.publish({ personId: 'bob', text })
  await social.dispatch()
  const client = as('ada')
  show('ada', <Page />, wait ? withMarks(client, wait) : client)
  await shows('home', '4,3')
  await waitFor(() => expect(textOf('top')).toHaveLength(3))
  fireEvent.click(screen.getByRole('button', { name: 'More' }))
  await shows('home', '4,3,2,1')
  return { hidden: async () => (await client.feed.hidden({})).items.length }
}

const textOf = (feed: string) => screen.getByTestId(feed).textContent
const shows = (feed: string, expected: string) => waitFor(() => expect(textOf(feed)).toBe(expected))
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

describe('useHide', () => {
  it('takes an item out of all feeds at once, but not of what its author has published', async () => {
    const answers = Promise.withResolvers<void>()
    const { hidden } = await open({ hide: () => answers.promise })
    const top = textOf('top') ?? ''
    const [first = ''] = top.split(',')
    press(`Hide ${first}`)
    await waitFor(() => expect(textOf('top')).toBe(top.split(',')[1]))
    await shows('home', ['4', '3', '2', '1'].filter((text) => text !== first).join())
    expect(textOf('timeline')).toBe('4,3')
    expect(await hidden()).toBe(0)
    answers.resolve()
    await waitFor(async () => expect(await hidden()).toBe(1))
  })

  it('brings it back to where it stood', async () => {
    const { hidden } = await open()
    press('Hide 2')
    await shows('home', '4,3,1')
    await waitFor(async () => expect(await hidden()).toBe(1))
    press('Undo')
    await shows('home', '4,3,2,1')
    await waitFor(async () => expect(await hidden()).toBe(0))
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull()
  })

  it('undoes what is not even done', async () => {
    const answers = Promise.withResolvers<void>()
    const { hidden } = await open({ hide: () => answers.promise })
    press('Hide 4')
    await shows('home', '3,2,1')
    press('Undo')
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull())
    answers.resolve()
    await shows('home', '4,3,2,1')
    await waitFor(async () => expect(await hidden()).toBe(0))
  })

  it('stops offering to undo, and goes on to the next', async () => {
    await open()
    press('Hide 1')
    await screen.findByText(/1 is hidden/)
    press('Hide 3')
    await screen.findByText(/3 is hidden/)
    await shows('home', '4,2')
    press('Dismiss')
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull()
    expect(textOf('home')).toBe('4,2')
  })

  it('puts it back where the server refuses to hide it', async () => {
    const answers = Promise.withResolvers<void>()
    await open({ hide: () => answers.promise })
    press('Hide 3')
    await shows('home', '4,2,1')
    answers.reject(new Error('No.'))
    await shows('home', '4,3,2,1')
    expect(screen.getByRole('alert').textContent).toBe('No.')
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull()
  })

  it('takes it out again where the server refuses to show it', async () => {
    const answers = Promise.withResolvers<void>()
    await open({ unhide: () => answers.promise })
    press('Hide 3')
    await shows('home', '4,2,1')
    press('Undo')
    await shows('home', '4,3,2,1')
    answers.reject(new Error('No.'))
    await shows('home', '4,2,1')
  })
})

/** A client whose marks wait for something first. */
function withMarks(client: SociusClient, wait: Partial<Record<'hide' | 'unhide', () => Promise<void>>>): SociusClient {
  const { feed } = client
  const hide: typeof feed.hide = async (...given) => {
    await wait.hide?.()
    return feed.hide(...given)
  }
  const unhide: typeof feed.unhide = async (...given) => {
    await wait.unhide?.()
    return feed.unhide(...given)
  }
  return { ...client, feed: { ...feed, hide, unhide } }
}
