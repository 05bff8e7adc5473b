import { memoryStore } from '@socius/storage-adapters/memory'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actorOf } from '../../test-support/create-test-social.js'
import { createSocius, type Hearers, type SociusEvent, system } from '../index.js'
import { createCrowd } from './crowd.js'
import { findOffers } from './find-offers.js'
import type { Listener } from './listener.js'
import { beginningOf } from './place.js'

const people = ['ada', 'bob', 'cho', 'dan'] as const
const barred = { ada: ['bob', 'cho'], bob: ['ada', 'dan'] } as const
const members = ['bob', 'dan']
const names = ['bell.rung', 'bell.whispered'] as const
const tenant = fc.constantFrom('default', 'default', 'other')

const listenerLike = fc.record({
  id: fc.constantFrom(...people),
  tenant,
  roles: fc.constantFrom([], [], ['admin']),
  wants: fc.constantFrom(null, null, new Set(names), new Set([names[1]]), new Set([...names].reverse())),
  isGone: fc.constantFrom(false, false, false, true),
})
const eventLike = fc.record({
  name: fc.constantFrom(...names),
  tenant,
  hearers: fc.oneof(
    fc.constant({ everybody: true as const }),
    fc.record({ people: fc.subarray([...people]) }),
    fc.record({
      audience: fc.constantFrom('public', 'programme:logic'),
      of: fc.constantFrom('ada' as const, 'bob' as const),
    }),
  ),
})
type ListenerLike = typeof listenerLike extends fc.Arbitrary<infer Value> ? Value : never
type EventLike = typeof eventLike extends fc.Arbitrary<infer Value> ? Value : never

function hears(listener: ListenerLike, { name, tenant, hearers }: EventLike): boolean {
  if (listener.tenant !== tenant || listener.wants?.has(name) === false) return false
  if (listener.roles.length > 0 || 'everybody' in hearers) return true
  if ('people' in hearers) return hearers.people.includes(listener.id)
  const { audience, of } = hearers
  const isOther = tenant === 'other'
  const isMeant = audience === 'public' || listener.id === of || (!isOther && members.includes(listener.id))
  return isMeant && (isOther || !(barred[of] as readonly string[]).includes(listener.id))
}

function listenerOf({ id, tenant, roles, wants }: ListenerLike): Listener {
  return {
    actor: { ...actorOf(id, tenant), roles },
    wants,
    outlet: { hasRoom: () => true, put: () => 0, beat: () => undefined, end: () => undefined },
    after: null,
    endsAt: 0,
    patience: 0,
    position: beginningOf(0),
    fullSince: null,
    hasLeft: false,
    onLeft: () => undefined,
  }
}

describe('offers', () => {
  it('hold for each listener what it hears, in order, whoever else listens', async () => {
    const store = memoryStore()
    const social = await createSocius({ store })
    await social.connections.block(system, { personId: 'ada', otherId: 'bob' })
    await social.connections.block(system, { personId: 'cho', otherId: 'ada' })
    await social.connections.block(system, { personId: 'dan', otherId: 'bob' })
    for (const personId of members) await social.memberships.join(system, { programmeId: 'logic', personId })

    await fc.assert(
      fc.asyncProperty(fc.array(listenerLike, { maxLength: 12 }), fc.array(eventLike), async (likes, events) => {
        const listeners = likes.map((like) => ({ like, listener: listenerOf(like) }))
        const crowd = createCrowd(listeners.map(({ listener }) => listener))
        for (const { like, listener } of listeners) if (like.isGone) crowd.remove(listener)
        const logged = events.map(({ name, tenant }, index) => ({
          place: { batch: 1, seq: 1, index },
          event: { id: '', name, version: 1, tenant, actorId: 'ada', subject: `${index}`, at: 0, payload: null },
        }))
        const hearersOf = ({ subject }: SociusEvent): Hearers => events[Number(subject)]?.hearers ?? { people: [] }
        const offers = await findOffers(store, hearersOf, logged, crowd)
        const offered = new Map<Listener, string[]>()
        offers.forEach((listener, { frames }) => {
          expect(offered.has(listener)).toBe(false)
          offered.set(
            listener,
            frames.map(({ event }) => event.subject),
          )
        })
        for (const { like, listener } of listeners) {
          const expected = like.isGone ? [] : events.flatMap((each, index) => (hears(like, each) ? [`${index}`] : []))
          expect(offered.get(listener) ?? []).toEqual(expected)
          expect(offers.of(listener).frames.map(({ event }) => event.subject)).toEqual(expected)
          expect(offered.get(listener)).not.toEqual([])
        }
      }),
      { numRuns: 300 },
    )
    await social.close()
  })
})
