import { mix, seedOf } from '../seeded-random.js'
import { hasKey } from './repository.js'
import { tidOf } from './tid.js'
import type { AccountRecord, World } from './world.js'

/** A free record key and the moment it stands for; the clock moves on unless the moment is given. */
export function nextKey(world: World, account: AccountRecord, at?: number): { rkey: string; at: number } {
  if (at === undefined) void world.clock.advance(1)
  const time = Math.floor(at ?? world.clock.now())
  if (!(time >= 0 && time <= world.clock.now())) throw new RangeError('A post is written now or in the past.')
  const writer = mix(seedOf(world.seed, account.did), 0)
  for (let step = 0; ; step += 1) {
    const rkey = tidOf(time * 1000 + step, writer)
    if (hasKey(account.repository, rkey)) continue
    account.rev = rkey
    return { rkey, at: time }
  }
}
