import { describe, expect, it } from 'vitest'
import { actorOf, testStores } from '../../test-support/create-test-social.js'
import { type Actor, createSocius, type LiveEvent, type LiveEvents, type SubscribeOptions } from '../index.js'

const ada = actorOf('ada')
const bob = actorOf('bob')

/** Takes events off a stream one by one. */
function take(live: LiveEvents, actor: Actor, options: SubscribeOptions = {}) {
  const iterator = live.subscribe(actor, options)[Symbol.asyncIterator]()
  return {
    async next(count = 1): Promise<LiveEvent[]> {
      const events: LiveEvent[] = []
      while (events.length < count) {
        const { value, done } = await iterator.next()
        if (done) break
        events.push(value)
      }
      return events
    },
    end: () => iterator.return?.(),
  }
}

describe.each(testStores)('a live stream on %s', (_name, openStore) => {
  it('begins with ready and brings what is committed after it', async () => {
    const social = await createSocius({ store: openStore() })
    const stream = take(social.live, bob)
    expect(await stream.next()).toMatchObject([{ name: 'ready' }])
    const post = await social.activities.publish(ada, { personId: 'ada', text: 'x' })
    expect(await stream.next()).toMatchObject([{ name: 'activity.created', subject: post.id }])
    await social.close()
    expect(await stream.next()).toEqual([])
  })
})
