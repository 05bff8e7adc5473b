import { describe, expect, it } from 'vitest'
import { systemClock, throwIfAborted } from './clock.js'

describe('the system clock', () => {
  it('says what time it is, in whole milliseconds', () => {
    expect(Number.isSafeInteger(systemClock.now())).toBe(true)
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000)
  })

  it('waits', async () => {
    await expect(systemClock.wait(1)).resolves.toBeUndefined()
    await expect(systemClock.wait(0, new AbortController().signal)).resolves.toBeUndefined()
  })

  it('ends a wait when its signal fires, and says why', async () => {
    const controller = new AbortController()
    const waiting = systemClock.wait(60_000, controller.signal)
    const reason = new Error('the host goes down')
    controller.abort(reason)
    await expect(waiting).rejects.toMatchObject({ code: 'aborted', retryable: false, cause: reason })
  })

  it('does not begin a wait whose signal has fired', async () => {
    await expect(systemClock.wait(60_000, AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted' })
  })

  it('leaves no listener behind on a signal that outlives the wait', async () => {
    const { signal } = new AbortController()
    let listeners = 0
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    signal.addEventListener = (...parts: Parameters<typeof add>) => (listeners++, add(...parts))
    signal.removeEventListener = (...parts: Parameters<typeof remove>) => (listeners--, remove(...parts))
    await systemClock.wait(1, signal)
    expect(listeners).toBe(0)
  })
})

describe('throwIfAborted', () => {
  it('throws only when there is a signal that has fired', () => {
    expect(() => throwIfAborted(undefined)).not.toThrow()
    expect(() => throwIfAborted(new AbortController().signal)).not.toThrow()
    expect(() => throwIfAborted(AbortSignal.abort())).toThrow(expect.objectContaining({ code: 'aborted' }))
  })
})
