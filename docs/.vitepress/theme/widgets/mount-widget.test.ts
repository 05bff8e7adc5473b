// @vitest-environment jsdom
import {
  fireEvent,
  getByLabelText,
  getByRole,
  getByText,
  queryByRole,
  queryByText,
  waitFor,
  within,
} from '@testing-library/dom'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { mountWidget, type WidgetName } from './mount-widget.tsx'

let place: HTMLElement
beforeEach(() => {
  place = document.body.appendChild(document.createElement('div'))
  // jsdom lays nothing out, and of a list without a height nothing is rendered.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
})
afterEach(() => {
  place.remove()
  vi.restoreAllMocks()
})

/** Mounts a widget; the test ends with its having left nothing behind. */
async function mount(name: WidgetName): Promise<void> {
  const unmount = await mountWidget(place, name)
  onTestFinished(() => {
    unmount()
    expect(place.innerHTML).toBe('')
  })
}

/** As long as answers from Elsewhere take. */
const patience = { timeout: 8000 }

const press = async (name: string | RegExp, within: HTMLElement = place) =>
  (await waitFor(() => getByRole(within, 'button', { name }))).click()

test('the headless feed shows what others do', async () => {
  await mount('hooks')
  const first = () => within(place).getAllByRole('article')[0] ?? place
  await waitFor(() => expect(first().textContent).toContain('Noor Haddad'))
  await press('Noor publishes')
  await press('Show 1 new')
  await waitFor(() => getByText(first(), /slides/))
  await press('Sam likes the newest')
  await waitFor(() => getByRole(first(), 'button', { name: 'Like · 1' }))
  await press('Sam comments on it')
  await waitFor(() => getByText(first(), 'Comments · 1'))
})

test('the feed switches between feeds, likes, comments, explains and hides', async () => {
  await mount('feed')
  const articles = () => within(place).getAllByRole('article')
  const first = () => articles()[0] ?? place
  await waitFor(() => getByText(first(), /moved to seven/))
  await press('Like (0)', first())
  await waitFor(() => getByRole(first(), 'button', { name: 'Like (1)', pressed: true }))
  await press('Comments (0)', first())
  fireEvent.change(await waitFor(() => getByLabelText(first(), 'Your comment')), {
    target: { value: 'At seven, then.' },
  })
  await press('Comment', first())
  await waitFor(() => getByRole(first(), 'button', { name: 'Comments (1)' }))
  await press('Why this?', first())
  await waitFor(() => getByText(first(), 'Where it stands'))
  await press('Hide', first())
  await waitFor(() => expect(queryByText(place, /moved to seven/)).toBeNull())
  await press('Undo')
  await waitFor(() => getByText(first(), /moved to seven/))

  await press('Sampling course')
  await waitFor(() => expect(place.textContent).not.toContain('Sam Okafor'))
  await press('Top of the week')
  await waitFor(() => getByText(articles()[1] ?? place, /stratified samples/))
  expect(queryByRole(place, 'group', { name: 'Filters' })).toBeNull()
})

test('the timeline names the platform of what was read elsewhere', async () => {
  await mount('activity-timeline')
  const link = await waitFor(() => within(place).getAllByRole('link', { name: 'View on Elsewhere' })[0])
  expect(link?.getAttribute('href')).toMatch(/^https:\/\/elsewhere\.example\/noor\//)
  getByText(place, 'My notes on stratified samples are in the course folder.')
})

test('an account is linked, read, unlinked, and erased with what was read', async () => {
  await mount('link-accounts')
  const group = (handle: string) => waitFor(() => getByRole(place, 'group', { name: `Elsewhere ${handle}` }))
  const link = async (handle: string) => {
    fireEvent.change(getByLabelText(place, 'Handle'), { target: { value: handle } })
    await press('Link')
  }
  await waitFor(() => getByText(place, /eight minutes/))
  await link('nobody')
  await waitFor(() => getByText(place, 'Nothing is read before you allow what is required.'))
  getByRole(place, 'checkbox', { name: /required/ }).click()
  await press('Link')
  await waitFor(() => getByText(place, 'There is no such account.'), patience)
  await link('busy')
  await waitFor(() => getByText(place, 'That did not work. Try again in a moment.'), patience)

  await link('ada')
  const ada = await waitFor(() => getByRole(place, 'group', { name: 'Elsewhere ada' }), patience)
  await waitFor(() => getByText(ada, /^Being read: [36] so far$/), patience)
  await waitFor(() => getByText(place, /four Adas/), patience)
  await waitFor(() => getByText(ada, 'Read just now: 7 new, 0 changed'), patience)
  await press('Read now', ada)
  await waitFor(() => getByText(ada, 'It was read a moment ago.'))

  await press('Stop reading', ada)
  await waitFor(() => getByText(ada, 'Not read any more; what was read is still here'))
  getByText(place, /four Adas/)
  await press('Unlink and erase', ada)
  await press('Yes, erase', ada)
  await waitFor(() => getByText(ada, 'Consent withdrawn; what was read is erased'))
  await waitFor(() => expect(queryByText(place, /four Adas/)).toBeNull())
  getByText(await group('ada-draws'), 'Linked')
})

test('the status of an account follows its reading, and says where a platform asks to wait', async () => {
  await mount('sync-status')
  const of = (handle: string) => waitFor(() => getByText(place, handle).closest('li') ?? place)
  const ada = await of('ada')
  await waitFor(() => getByText(ada, 'Read 1 hour ago: all of it'))
  await press('ada publishes on Elsewhere')
  await press('Read now', ada)
  await waitFor(() => getByText(ada, /^Being read/), patience)
  await waitFor(() => getByText(ada, 'Read just now: 1 new, 0 changed'), patience)

  const busy = await of('busy')
  await press('Read now', busy)
  await waitFor(() => getByText(busy, 'The platform asks us to wait; read again in 1 hour'), patience)
})
