// @vitest-environment jsdom
import { type LiveEvent, SociusError } from '@socius/core/client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { syncLabels } from '../../test-support/account-labels.js'
import { createListPlatform } from '../../test-support/list-platform.js'
import { openCommunity } from '../../test-support/open-community.js'
import { type SociusClient, SociusProvider } from '../connection/socius-provider.js'
import { SyncStatus } from './sync-status.js'
import { type SyncPlace, syncStatusQuery } from './sync-status-query.js'

const system = { id: 'system', tenant: 'default', roles: ['system'] }
const consent = { text: 'v1', purposes: ['sync' as const] }

async function open() {
  const list = createListPlatform()
  const community = await openCommunity({ providers: [list.provider] })
  const given = { personId: 'ada', platform: 'list', handle: 'ada', consent }
  const { id: accountId } = await community.as('ada').accounts.link(given)
  return { ...community, list, accountId, run: () => community.social.sync.run(system, { accountId }) }
}

const words = () => screen.getByRole('status').textContent
const says = (expected: string | RegExp) => waitFor(() => expect(words()).toMatch(expected))
const press = () => fireEvent.click(screen.getByRole('button'))

/** A client that says of an account what a test says, and what is heard of it. */
function told(client: SociusClient, place: () => Promise<SyncPlace>) {
  const heard = new Set<(event: LiveEvent) => void>()
  async function* events({ signal }: { signal?: AbortSignal } = {}): AsyncGenerator<LiveEvent> {
    while (!signal?.aborted) yield await new Promise<LiveEvent>((resolve) => heard.add(resolve))
  }
  const tell = (name: string, payload: object) =>
    act(async () => {
      const listening = [...heard]
      heard.clear()
      for (const hear of listening) hear({ id: '1', name, subject: '', at: 5, payload })
      await Promise.resolve()
    })
  return { tell, client: { ...client, events, sync: { ...client.sync, place } } as SociusClient }
}

const placeOf = (changes: Partial<SyncPlace> = {}): SyncPlace => ({
  accountId: 'a',
  dueAt: 0,
  before: 0,
  expectedAt: 0,
  state: 'waiting',
  lastRunAt: null,
  lastOutcome: null,
  failures: 0,
  ...changes,
})

describe('SyncStatus', () => {
  it('goes with an account from its turn to the end of a run', async () => {
    const { show, accountId, run, list } = await open()
    show('ada', <SyncStatus accountId={accountId} labels={syncLabels} />)
    expect(words()).toBe('Looking')
    expect(screen.getByRole('status').getAttribute('aria-busy')).toBe('true')
    await says('Waiting behind 0')
    expect(screen.getByRole('status').getAttribute('aria-busy')).toBe('false')
    press()
    await says('Will be read soon')
    const pages = Promise.withResolvers<void>()
    let calls = 0
    list.onCall = (reader) => (reader === 'activities' && ++calls === 2 ? pages.promise : undefined)
    const ended = run()
    await says('Reading, 2 so far')
    expect(words()).not.toMatch('soon')
    expect(screen.getByRole('status').getAttribute('aria-busy')).toBe('true')
    pages.resolve()
    await ended
    await says(/Read later.*Just read: completed, 3 new/)
  })

  it('says how the last run ended, of which it has not heard', async () => {
    const { show, accountId, run } = await open()
    await run()
    show('ada', <SyncStatus accountId={accountId} labels={syncLabels} />)
    await says(/Read later.*Last read: completed/)
  })

  it('asks for a run once, and says that there was one just now', async () => {
    const { show, as, accountId, run } = await open()
    const answers = Promise.withResolvers<void>()
    const request = vi.fn<SociusClient['sync']['request']>(async (input) => {
      await answers.promise
      return as('ada').sync.request(input)
    })
    const client = { ...as('ada'), sync: { ...as('ada').sync, request } }
    show('ada', <SyncStatus accountId={accountId} labels={syncLabels} />, client)
    await says('Waiting')
    press()
    press()
    await screen.findByRole('button', { name: 'Asking' })
    expect(screen.getByRole('button').getAttribute('aria-disabled')).toBe('true')
    press()
    answers.resolve()
    await says('Will be read soon')
    expect(request).toHaveBeenCalledExactlyOnceWith({ accountId })
    await run()
    await says('Just read')
    expect(words()).not.toMatch('soon')
    press()
    await says('Was read just now')
  })

  it('says why a run cannot be asked for', async () => {
    const { show, as, accountId } = await open()
    const request = () => Promise.reject(new SociusError('unreachable', 'No.', { retryable: true }))
    const client = { ...as('ada'), sync: { ...as('ada').sync, request } }
    show('ada', <SyncStatus accountId={accountId} labels={syncLabels} />, client)
    await says('Waiting')
    press()
    expect((await screen.findByRole('alert')).textContent).toBe('Not asked: unreachable')
    await says('Waiting')
  })

  it('has words for an account that is not in the queue, and sees it come', async () => {
    const { show, as, accountId } = await open()
    await as('ada').accounts.disconnect({ accountId })
    await vi.waitFor(() => expect(as('ada').sync.place({ accountId })).rejects.toMatchObject({ code: 'not_found' }))
    show('ada', <SyncStatus accountId={accountId} labels={syncLabels} />)
    await says('Not read yet')
    expect(screen.queryByRole('alert')).toBeNull()
    await as('ada').accounts.link({ personId: 'ada', platform: 'list', handle: 'ada', consent })
    press()
    await says('Waiting')
  })

  it('says that another’s account cannot be asked about', async () => {
    const { show, accountId } = await open()
    show('bob', <SyncStatus accountId={accountId} labels={syncLabels} />)
    await says('Unknown: forbidden')
  })

  it.each([
    ['limited', 'The platform allows no more for now'],
    ['closed', 'The platform does not answer'],
  ] as const)('has words for a place that is %s', async (state, expected) => {
    const { show, as } = await open()
    const { client } = told(as('ada'), async () => placeOf({ state }))
    show('ada', <SyncStatus accountId="a" labels={syncLabels} />, client)
    await says(expected)
  })

  it('looks again when the turn is expected', async () => {
    const { show, as } = await open()
    vi.useFakeTimers({ shouldAdvanceTime: true })
    onTestFinished(() => void vi.useRealTimers())
    const place = vi.fn<() => Promise<SyncPlace>>(async () =>
      placeOf({ state: 'due-later', expectedAt: Date.now() + 60_000 }),
    )
    show('ada', <SyncStatus accountId="a" labels={syncLabels} />, told(as('ada'), place).client)
    await says('Read later')
    await act(() => vi.advanceTimersByTimeAsync(50_000))
    expect(place).toHaveBeenCalledTimes(1)
    place.mockImplementation(async () => placeOf({ before: 3, expectedAt: Date.now() + 3_600_000 }))
    await act(() => vi.advanceTimersByTimeAsync(15_000))
    await says('Waiting behind 3')
    expect(place).toHaveBeenCalledTimes(2)
    await act(() => vi.advanceTimersByTimeAsync(61_000))
    expect(place).toHaveBeenCalledTimes(3)
  })

  it('believes in no run that has fallen silent, nor in one of another account', async () => {
    const { show, as } = await open()
    vi.useFakeTimers({ shouldAdvanceTime: true })
    onTestFinished(() => void vi.useRealTimers())
    const { client, tell } = told(as('ada'), async () => placeOf())
    const { again } = show('ada', <SyncStatus accountId="a" labels={syncLabels} />, client)
    await says('Waiting')
    await tell('sync.progressed', { accountId: 'b', fetched: 1 })
    expect(words()).toBe('Waiting behind 0')
    await tell('sync.progressed', { accountId: 'a', fetched: 2 })
    await says('Reading, 2 so far')
    await act(() => vi.advanceTimersByTimeAsync(110_000))
    await tell('sync.progressed', { accountId: 'a', fetched: 4 })
    await act(() => vi.advanceTimersByTimeAsync(110_000))
    await says('Reading, 4 so far')
    await act(() => vi.advanceTimersByTimeAsync(20_000))
    await says('Waiting')
    await tell('sync.progressed', { accountId: 'a', fetched: 6 })
    again(<SyncStatus accountId="b" labels={syncLabels} />)
    await says('Waiting')
    await tell('sync.progressed', { accountId: 'b', fetched: 8 })
    await says('Reading, 8 so far')
    await tell('reset', {})
    await says('Waiting')
  })

  it('is rendered on a server with what was loaded before, and taken over in the page', async () => {
    const { as, accountId } = await open()
    const client = as('ada')
    await vi.waitFor(() => client.sync.place({ accountId }))
    const queryClient = new QueryClient()
    await queryClient.prefetchQuery(syncStatusQuery({ client, viewerId: 'ada' }, { accountId }))
    const page = (waiting: string) => (
      <QueryClientProvider client={queryClient}>
        <SociusProvider client={client} viewerId="ada">
          <SyncStatus accountId={accountId} labels={{ ...syncLabels, waiting: () => waiting }} />
        </SociusProvider>
      </QueryClientProvider>
    )
    const container = document.createElement('div')
    document.body.append(container)
    container.innerHTML = renderToString(page('Read in 2 minutes'))
    expect(container.textContent).toContain('Read in 2 minutes')
    // Time goes by on the way from the server to the page.
    const faults: unknown[] = []
    const root = await act(async () =>
      hydrateRoot(container, page('Read in a minute'), { onRecoverableError: (fault) => faults.push(fault) }),
    )
    expect(faults).toEqual([])
    await act(async () => root.unmount())
    container.remove()
  })
})
