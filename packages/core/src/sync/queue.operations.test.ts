import { describe, expect, it } from 'vitest'
import { actorOf, createTestSocial } from '../../test-support/create-test-social.js'
import { createListPlatform, draftsOf } from '../../test-support/list-provider.js'
import { createManualClock } from '../../test-support/manual-clock.js'
import type { Clock } from '../index.js'

const ada = actorOf('ada')
const day = 24 * 3_600_000

async function open(clock: Clock = createManualClock()) {
  const list = createListPlatform()
  list.accounts.set('ada', draftsOf('ada', 3))
  const { social } = await createTestSocial({ clock, providers: [list.provider] })
  const consent = { purposes: ['sync' as const], text: 'v1' }
  const link = () => social.accounts.link(ada, { personId: 'ada', platform: 'list', handle: 'ada', consent })
  const { id: accountId } = await link()
  return { social, clock, accountId, link, place: () => social.sync.place(ada, { accountId }) }
}

describe('a place in the queue', () => {
  it('is not one of a limited platform because time goes on while it is asked for', async () => {
    const still = createManualClock()
    const clock: Clock = {
      ...still,
      now: () => {
        still.advance(1)
        return still.now()
      },
    }
    const { social, place } = await open(clock)
    await social.dispatch()
    expect(await place()).toMatchObject({ state: 'waiting', before: 0 })
  })

  it('is kept by whoever asks right after linking, before the link is announced', async () => {
    const { social, clock, accountId, place } = await open()
    await social.sync.request(ada, { accountId })
    const { dueAt } = await place()
    expect(dueAt).toBe(clock.now() - day)
    await social.dispatch()
    expect(await place()).toMatchObject({ dueAt, state: 'waiting' })
  })

  it('is at once when an account is linked anew that was due later', async () => {
    const { social, clock, accountId, link, place } = await open()
    await social.dispatch()
    await social.sync.run(ada, { accountId })
    expect(await place()).toMatchObject({ state: 'due-later' })
    await link()
    await social.dispatch()
    expect(await place()).toMatchObject({ state: 'waiting', dueAt: clock.now() })
  })
})
