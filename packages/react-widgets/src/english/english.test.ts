import type { ConsentPurpose } from '@socius/core'
import { type ErrorCode, SociusError } from '@socius/core/client'
import { describe, expect, test } from 'vitest'
import type { LinkField } from '../accounts/link-failure.js'
import { englishAccountLabels, englishFeedLabels } from '../english.js'
import { duration, since, until } from './when.js'

const now = Date.UTC(2026, 5, 10, 12)
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

describe('times', () => {
  test.each([
    [now + hour, 'just now'],
    [now - 59_999, 'just now'],
    [now - minute, '1 minute ago'],
    [now - 59.9 * minute, '59 minutes ago'],
    [now - 2 * hour, '2 hours ago'],
    [now - 6 * day, '6 days ago'],
    [now - 8 * day, 'Jun 2, 2026'],
  ])('%i is %s', (at, words) => expect(since(at, now)).toBe(words))

  test('what is to come', () => {
    expect(until(now - hour, now)).toBe('in a moment')
    expect(until(now + 3 * hour, now)).toBe('in 3 hours')
    expect(duration(day)).toBe('1 day')
  })
})

test('only what a platform has said is counted', () => {
  const { counts } = englishFeedLabels
  expect(counts({ likes: 1, comments: null, shares: 0, views: 20, countedAt: now }, 'Mastodon')).toBe(
    '1 like, 20 views on Mastodon',
  )
  expect(counts({ likes: null, comments: null, shares: null, views: null, countedAt: now }, 'Mastodon')).toBe('')
})

test('every purpose has words of its own', () => {
  const purposes: ConsentPurpose[] = ['sync', 'display', 'analysis', 'matching']
  const words = purposes.map((purpose) => englishAccountLabels.purpose({ purpose, isRequired: false }))
  expect(new Set(words).size).toBe(purposes.length)
  expect(englishAccountLabels.purpose({ purpose: 'sync', isRequired: true })).toMatch(/required/)
})

test('why an account was not linked', () => {
  const why = (code: ErrorCode, field: LinkField | null, retryable = false) =>
    englishAccountLabels.error(new SociusError(code, '', { retryable }), field)
  expect(why('provider_not_found', 'handle')).toBe('There is no such account.')
  expect(why('unsupported', 'platform')).toBe('Choose a platform.')
  expect(why('unreachable', null, true)).toMatch(/Try again/)
  expect(why('internal', null)).toBe('That did not work.')
})

test('how a run has ended', () => {
  const end = { stream: 'activities', created: 2, updated: 1, deleted: 0, nextDue: null, at: Date.now() }
  expect(englishAccountLabels.sync.ended({ ...end, outcome: 'completed' })).toBe('Read just now: 2 new, 1 changed')
  expect(englishAccountLabels.sync.ended({ ...end, outcome: 'refused' })).toBe('Read just now: refused by its platform')
})
