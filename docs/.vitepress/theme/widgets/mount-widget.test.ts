// @vitest-environment jsdom
import { getByRole, getByText, waitFor, within } from '@testing-library/dom'
import { expect, onTestFinished, test } from 'vitest'
import { mountWidget } from './mount-widget.tsx'

test('the feed that lives on its page shows what others do, and leaves nothing behind', async () => {
  const place = document.body.appendChild(document.createElement('div'))
  const unmount = await mountWidget(place, 'feed')
  onTestFinished(() => place.remove())
  const press = async (name: string | RegExp) => (await waitFor(() => getByRole(place, 'button', { name }))).click()
  const first = () => within(place).getAllByRole('article')[0] ?? place

  await waitFor(() => expect(first().textContent).toContain('Noor Haddad'))
  await press('Noor publishes')
  await press('Show 1 new')
  await waitFor(() => getByText(first(), /slides/))
  await press('Sam likes the newest')
  await waitFor(() => getByRole(first(), 'button', { name: 'Like · 1' }))
  await press('Sam comments on it')
  await waitFor(() => getByText(first(), 'Comments · 1'))

  unmount()
  expect(place.innerHTML).toBe('')
})
