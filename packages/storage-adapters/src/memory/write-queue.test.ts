import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createWriteQueue } from './write-queue.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

describe('createWriteQueue', () => {
  test('work runs one at a time, in the order asked', async () => {
    const inTurn = createWriteQueue(10_000)
    const log: string[] = []
    const all = Promise.all(
      [30, 10, 20].map((milliseconds, number) =>
        inTurn(async () => {
          log.push(`${number} begins`)
          await wait(milliseconds)
          log.push(`${number} ends`)
          return number
        }),
      ),
    )
    await vi.runAllTimersAsync()
    expect(await all).toEqual([0, 1, 2])
    expect(log).toEqual(['0 begins', '0 ends', '1 begins', '1 ends', '2 begins', '2 ends'])
  })

  test('work that fails lets the next one run', async () => {
    const inTurn = createWriteQueue(10_000)
    const failing = inTurn(() => Promise.reject(new Error('on purpose')))
    const next = inTurn(() => Promise.resolve('next'))
    await expect(failing).rejects.toThrow('on purpose')
    expect(await next).toBe('next')
  })

  test('work that waits too long is refused, and lets nobody pass the work before it', async () => {
    const inTurn = createWriteQueue(100)
    const log: string[] = []
    const long = inTurn(async () => {
      await wait(150)
      log.push('long')
    })
    const refused = inTurn(() => Promise.resolve(log.push('never')))
    const failure = refused.catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(120)
    expect(await failure).toMatchObject({ code: 'store_conflict', retryable: true })
    const later = inTurn(() => Promise.resolve(log.push('later')))
    await vi.runAllTimersAsync()
    await Promise.all([long, later])
    expect(log).toEqual(['long', 'later'])
    expect(vi.getTimerCount(), 'no timer is left behind').toBe(0)
  })

  test('work that does not wait sets no timer', async () => {
    const inTurn = createWriteQueue(100)
    await inTurn(async () => expect(vi.getTimerCount()).toBe(0))
  })
})
