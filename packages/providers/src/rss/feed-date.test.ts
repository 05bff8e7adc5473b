import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFeedDate } from './feed-date.js'

describe('parseFeedDate', () => {
  it.each([
    ['2026-03-02T10:00:00Z', '2026-03-02T10:00:00.000Z'],
    ['2026-03-02T10:00:00.123456+02:00', '2026-03-02T08:00:00.123Z'],
    ['2026-03-02t10:00:00z', '2026-03-02T10:00:00.000Z'],
    ['2026-03-02T10:00:00+0000', '2026-03-02T10:00:00.000Z'],
    ['2026-03-02T10:00', '2026-03-02T10:00:00.000Z'],
    ['2026-03-02 10:00:00 -0500', '2026-03-02T15:00:00.000Z'],
    ['2026-03-02', '2026-03-02T00:00:00.000Z'],
    ['2026-03', '2026-03-01T00:00:00.000Z'],
    ['  2026-03-02T10:00:00Z\n', '2026-03-02T10:00:00.000Z'],
    ['Mon, 02 Mar 2026 10:00:00 GMT', '2026-03-02T10:00:00.000Z'],
    ['Mon, 2 Mar 2026 10:00 +0530', '2026-03-02T04:30:00.000Z'],
    ['02 Mar 26 10:00:00 EST', '2026-03-02T15:00:00.000Z'],
    ['Mon, 02 March 2026 10:00:00 PDT', '2026-03-02T17:00:00.000Z'],
    ['Mon, 02 Mar 2026 10:00:00 GMT+02:00', '2026-03-02T08:00:00.000Z'],
    ['Mon, 02 Mar 2026 10:00:00 +0000 (UTC)', '2026-03-02T10:00:00.000Z'],
    ['Mon, 02 Mar 2026 10:00:00', '2026-03-02T10:00:00.000Z'],
    ['Mon, 02 Mar 2026', '2026-03-02T00:00:00.000Z'],
    ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
    ['Mon Mar  2 10:00:00 2026', '2026-03-02T10:00:00.000Z'],
    ['March 2, 2026', '2026-03-02T00:00:00.000Z'],
    ['Wed, 31 Dec 2025 23:59:60 GMT', '2025-12-31T23:59:59.000Z'],
    ['2026-02-28T24:00:00Z', '2026-03-01T00:00:00.000Z'],
  ])('reads %j', (text, expected) => {
    expect(new Date(parseFeedDate(text) ?? Number.NaN).toISOString()).toBe(expected)
  })

  it.each([
    [null],
    [''],
    ['yesterday'],
    ['2026'],
    ['2026-13-01'],
    ['2026-02-30T00:00:00Z'],
    ['Mon, 31 Feb 2026 10:00:00 GMT'],
    ['Mon, 02 Mär 2026 10:00:00 GMT'],
    ['2026-03-02T25:00:00Z'],
    ['2026-03-02T10:61:00Z'],
    ['2026-03-02T10:00:00+99:00'],
    ['Thu, 01 Jan 1970 00:00:00 GMT'],
    ['0001-01-01T00:00:00Z'],
    ['2026-03-02T10:00:00Z'.repeat(1000)],
  ])('does not read %j', (text) => {
    expect(parseFeedDate(text)).toBeNull()
  })

  it('reads back what the platform writes', () => {
    const date = fc.date({
      min: new Date('1971-01-02T00:00:00Z'),
      max: new Date('2099-12-31T00:00:00Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(date, (value) => {
        expect(parseFeedDate(value.toISOString())).toBe(value.getTime())
        expect(parseFeedDate(value.toUTCString())).toBe(Math.trunc(value.getTime() / 1000) * 1000)
      }),
    )
  })

  it('is either null or a whole number, whatever the text', () => {
    const part = fc.constantFrom('1', '12', '2026', '-', ':', ' ', 'T', 'Z', '+', 'Mar', 'Mon', ',', 'GMT', '.')
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 20 }).map((parts) => parts.join('')),
        (text) => {
          const value = parseFeedDate(text)
          expect(value === null || Number.isSafeInteger(value)).toBe(true)
        },
      ),
    )
  })
})
