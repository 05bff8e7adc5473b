import { describe, expect, it } from 'vitest'
import { byCron, everyInterval } from './turn.js'

const hour = 3_600_000

describe('an interval', () => {
  it('spreads accounts over its last tenth, each at a place of its own', () => {
    const turn = everyInterval(10 * hour)
    const accounts = Array.from({ length: 200 }, (_, place) => `account-${place}`)
    const waits = accounts.map((id) => turn.next(1000, id) - 1000)
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(9 * hour)
    expect(Math.max(...waits)).toBeLessThanOrEqual(10 * hour)
    expect(new Set(waits).size).toBeGreaterThan(40)
    expect(accounts.map((id) => turn.next(1000, id) - 1000)).toEqual(waits)
  })
})

describe('a cron expression', () => {
  it('names moments, in a time zone, across a change to summer time', async () => {
    const turn = await byCron('30 2 * * *', 'Europe/Berlin')
    const times = [Date.UTC(2026, 2, 27, 12)]
    for (let n = 0; n < 3; n++) times.push(turn.next(times.at(-1) ?? 0, 'a'))
    expect(times.slice(1).map((time) => new Date(time).toISOString())).toEqual([
      '2026-03-28T01:30:00.000Z',
      // 02:30 does not exist on that night: it comes when it would have been over.
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ])
  })

  it('may have seconds', async () => {
    const turn = await byCron('*/20 * * * * *', 'UTC')
    expect(turn.next(Date.UTC(2026, 0, 1, 0, 0, 5), 'a')).toBe(Date.UTC(2026, 0, 1, 0, 0, 20))
  })

  it.each([
    ['not an expression', 'UTC'],
    ['61 * * * *', 'UTC'],
    ['0 0 31 2 *', 'UTC'],
    ['0 0 * * *', 'Mars/Olympus'],
  ])('is refused when it never comes or means nothing: %s, %s', async (expression, timeZone) => {
    await expect(byCron(expression, timeZone)).rejects.toMatchObject({ code: 'invalid_option' })
  })
})
