import { isSociusError } from '@socius/core/provider'
import { describe, expect, it } from 'vitest'
import { createVirtualClock } from './virtual-clock.js'

describe('an instant clock', () => {
  it('lets waits end in the order of their moments, at once, and remembers them', async () => {
    const clock = createVirtualClock({ start: 1000 })
    const ended: string[] = []
    const wait = async (name: string, milliseconds: number): Promise<void> => {
      await clock.wait(milliseconds)
      ended.push(`${name} at ${clock.now()}`)
    }
    const long = wait('long', 3_600_000)
    const short = wait('short', 500).then(() => wait('then', 100))
    await Promise.all([long, short])
    expect(ended).toEqual(['short at 1500', 'then at 1600', 'long at 3601000'])
    expect(clock.waits).toEqual([3_600_000, 500, 100])
    clock.forgetWaits()
    expect(clock.waits).toEqual([])
  })

  it('starts anew after it has come to rest', async () => {
    const clock = createVirtualClock({ start: 0 })
    await clock.wait(10)
    await new Promise((resolve) => setTimeout(resolve, 5))
    await clock.wait(10)
    expect(clock.now()).toBe(20)
  })

  it('ends a wait that is aborted, without moving', async () => {
    const clock = createVirtualClock({ start: 0 })
    const stop = new AbortController()
    const wait = clock.wait(1000, stop.signal)
    stop.abort(new Error('enough'))
    await expect(wait).rejects.toSatisfy((error) => isSociusError(error, 'aborted'))
    await expect(clock.wait(5, stop.signal)).rejects.toSatisfy((error) => isSociusError(error, 'aborted'))
    expect(clock.now()).toBe(0)
  })
})

describe('a manual clock', () => {
  it('moves only when told, and stops at each moment on the way', async () => {
    const clock = createVirtualClock({ start: 0, mode: 'manual' })
    const beats: number[] = []
    const stop = new AbortController()
    const heart = (async () => {
      for (;;) {
        await clock.wait(10, stop.signal)
        beats.push(clock.now())
      }
    })()
    await clock.advance(35)
    expect(beats).toEqual([10, 20, 30])
    expect(clock.now()).toBe(35)
    stop.abort()
    await expect(heart).rejects.toThrow('aborted')
  })

  it('has moved when the call returns, where nobody waits', () => {
    const clock = createVirtualClock({ start: 0, mode: 'manual' })
    void clock.advance(7)
    expect(clock.now()).toBe(7)
  })
})
