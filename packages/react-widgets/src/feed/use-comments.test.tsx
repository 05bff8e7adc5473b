// @vitest-environment jsdom
import type { Comment } from '@socius/core'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { type ReactNode, useState } from 'react'
import { describe, expect, it } from 'vitest'
import { openCommunity } from '../../test-support/open-community.js'
import type { SociusClient } from '../connection/socius-provider.js'
import { type UseCommentsOptions, useComments } from './use-comments.js'
import { useFeed } from './use-feed.js'

function Thread(options: UseCommentsOptions) {
  const thread = useComments({ pageSize: 2, ...options })
  return (
    <div>
      <ul {...thread.getListProps({ 'aria-label': 'Comments' })}>
        {thread.comments.map((comment) => (
          <li key={comment.id} data-sending={thread.isBeingSent(comment)}>
            {comment.text}
            {thread.canRemove(comment) && (
              <button {...thread.getRemoveProps(comment, { 'aria-label': `Remove ${comment.text}` })} />
            )}
          </li>
        ))}
      </ul>
      {thread.hasMore && <button {...thread.getMoreProps()}>More</button>}
      <form {...thread.getFormProps({ 'aria-label': 'Answer' })}>
        <textarea {...thread.getInputProps({ 'aria-label': 'Text' })} />
        <button {...thread.getSubmitProps()}>Send</button>
      </form>
      {(thread.error ?? thread.refusal) && <p role="alert">{(thread.error ?? thread.refusal)?.message}</p>}
    </div>
  )
}

/** What a feed says of the first item. */
function Count() {
  const { items } = useFeed({ source: { feed: 'home' } })
  return <output>{items[0]?.here.comments}</output>
}

async function open(earlier: readonly string[] = []) {
  const community = await openCommunity()
  const { id } = await community.as('bob').activities.publish({ personId: 'bob', text: 'Hello' })
  const add = (text: string, personId = 'cyd') => community.as(personId).comments.add({ personId, subjectId: id, text })
  for (const text of earlier) await add(text)
  const page = (more: ReactNode = <Thread subjectId={id} />) => (
    <>
      {more}
      <Count />
    </>
  )
  return { ...community, id, add, page }
}

const lines = () =>
  within(screen.getByRole('list'))
    .queryAllByRole('listitem')
    .map((line) => line.textContent)
const shows = (expected: readonly string[]) => waitFor(() => expect(lines()).toEqual(expected))
const counts = (expected: string) => waitFor(() => expect(screen.getByRole('status').textContent).toBe(expected))
const input = () => screen.getByRole<HTMLTextAreaElement>('textbox')
const write = (value: string) => fireEvent.change(input(), { target: { value } })
const send = (text: string) => {
  write(text)
  fireEvent.submit(screen.getByRole('form'))
}

describe('useComments', () => {
  it('shows comments page by page, the oldest first', async () => {
    const { show, page } = await open(['1', '2', '3'])
    show('ada', page())
    await shows(['1', '2'])
    fireEvent.click(screen.getByRole('button', { name: 'More' }))
    await shows(['1', '2', '3'])
    expect(screen.queryByRole('button', { name: 'More' })).toBeNull()
  })

  it('shows what is written at once, and counts it', async () => {
    const { show, page, as, id } = await open(['1'])
    const answers = Promise.withResolvers<void>()
    show('ada', page(), withComments(as('ada'), { add: () => answers.promise }))
    await shows(['1'])
    await counts('1')
    expect(screen.getByRole('button', { name: 'Send' }).getAttribute('aria-disabled')).toBe('true')
    send(' ')
    expect(input().value).toBe(' ')
    send(' Mine ')
    await shows(['1', 'Mine'])
    await counts('2')
    expect(input().value).toBe('')
    expect(screen.getByText('Mine').dataset['sending']).toBe('true')
    expect((await as('ada').comments.list({ subjectId: id })).items).toHaveLength(1)
    answers.resolve()
    await screen.findByRole('button', { name: 'Remove Mine' })
    expect(lines()).toEqual(['1', 'Mine'])
    await counts('2')
  })

  it('keeps those that are sent together in their order, each once', async () => {
    const { show, page } = await open(['1'])
    show('ada', page())
    await shows(['1'])
    for (const text of ['a', 'b', 'c']) send(text)
    await shows(['1', 'a', 'b', 'c'])
    await screen.findByRole('button', { name: 'Remove c' })
    expect(lines()).toEqual(['1', 'a', 'b', 'c'])
    await counts('4')
  })

  it('gives the text back where it is refused, before what was written since', async () => {
    const { show, page, as } = await open(['1'])
    const answers = Promise.withResolvers<void>()
    show('ada', page(), withComments(as('ada'), { add: () => answers.promise }))
    await shows(['1'])
    send('Mine')
    await shows(['1', 'Mine'])
    write('And more')
    answers.reject(new Error('No.'))
    await shows(['1'])
    await counts('1')
    expect(input().value).toBe('Mine\nAnd more')
    expect((await screen.findByRole('alert')).textContent).toBe('No.')
  })

  it('keeps a text for whoever closes the thread, and what is refused after that', async () => {
    const { show, page, as, id } = await open()
    const answers = Promise.withResolvers<void>()
    const { again } = show('ada', page(), withComments(as('ada'), { add: () => answers.promise }))
    write('Half')
    again(page(<ul />))
    again(page())
    expect(input().value).toBe('Half')
    send('Whole')
    again(page(<ul />))
    answers.reject(new Error('No.'))
    await waitFor(() => {
      again(page(<Thread key={Math.random()} subjectId={id} />))
      expect(input().value).toBe('Whole')
    })
  })

  it('lets the caller keep the text', async () => {
    const { show, as, id } = await open()
    const answers = Promise.withResolvers<void>()
    function Kept() {
      const [text, setText] = useState('Kept')
      return (
        <>
          <Thread subjectId={id} text={text} onTextChange={setText} />
          <p data-testid="text">{text}</p>
        </>
      )
    }
    show('ada', <Kept />, withComments(as('ada'), { add: () => answers.promise }))
    expect(input().value).toBe('Kept')
    fireEvent.submit(screen.getByRole('form'))
    await shows(['Kept'])
    expect(screen.getByTestId('text').textContent).toBe('')
    answers.reject(new Error('No.'))
    await waitFor(() => expect(screen.getByTestId('text').textContent).toBe('Kept'))
  })

  it('shows a comment that was written while others were missing where it belongs', async () => {
    const { show, page } = await open(['1', '2', '3'])
    show('ada', page())
    await shows(['1', '2'])
    send('Mine')
    await shows(['1', '2', 'Mine'])
    fireEvent.click(await screen.findByRole('button', { name: 'More' }))
    await shows(['1', '2', '3', 'Mine'])
  })

  it('takes one away at once, and puts it back where the server refuses', async () => {
    const { show, page, as, add } = await open()
    await add('Mine', 'ada')
    await add('Later')
    const answers = Promise.withResolvers<void>()
    show('ada', page(), withComments(as('ada'), { remove: () => answers.promise }))
    await shows(['Mine', 'Later'])
    expect(screen.queryByRole('button', { name: 'Remove Later' })).toBeNull()
    fireEvent.click(screen.getByRole('button', { name: 'Remove Mine' }))
    await shows(['Later'])
    await counts('1')
    answers.reject(new Error('No.'))
    await shows(['Mine', 'Later'])
    await counts('2')
    expect(screen.getByRole('alert').textContent).toBe('No.')
  })

  it('takes one away', async () => {
    const { show, page, add, as, id } = await open()
    await add('Mine', 'ada')
    show('ada', page())
    fireEvent.click(await screen.findByRole('button', { name: 'Remove Mine' }))
    await waitFor(async () => expect((await as('ada').comments.list({ subjectId: id })).items).toEqual([]))
    await shows([])
    await counts('0')
  })

  it('shows what others add and take away, as it happens', async () => {
    const { show, page, add, as } = await open(['1'])
    show('ada', page())
    await shows(['1'])
    const theirs = await add('2')
    await shows(['1', '2'])
    await add('3')
    await shows(['1', '2'])
    fireEvent.click(await screen.findByRole('button', { name: 'More' }))
    await shows(['1', '2', '3'])
    await as('cyd').comments.remove({ commentId: theirs.id })
    await shows(['1', '3'])
    await counts('2')
  })

  it('says what is wrong where they cannot be read, and reads nothing where it is not wanted', async () => {
    const { show, id } = await open(['1'])
    const { unmount } = show('ada', <Thread subjectId="nothing" />)
    expect((await screen.findByRole('alert')).textContent).toMatch(/no such activity/)
    unmount()
    show('ada', <Thread subjectId={id} enabled={false} />)
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(lines()).toEqual([])
  })
})

/** A client whose comments wait for something first. */
function withComments(client: SociusClient, wait: { add?(): Promise<void>; remove?(): Promise<void> }): SociusClient {
  const { comments } = client
  const add: typeof comments.add = async (...given): Promise<Comment> => {
    await wait.add?.()
    return comments.add(...given)
  }
  const remove: typeof comments.remove = async (...given) => {
    await wait.remove?.()
    return comments.remove(...given)
  }
  return { ...client, comments: { ...comments, add, remove } }
}
