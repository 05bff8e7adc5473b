import { describe, expect, it } from 'vitest'
import { type Consent, covers } from './consent.js'

const grant: Consent = {
  id: 'c',
  personId: 'ada',
  platform: 'one',
  purposes: ['sync', 'display'],
  text: 'v1',
  grantedAt: 0,
  grantedBy: 'ada',
  expiresAt: 1000,
  withdrawnAt: null,
  withdrawnBy: null,
}
const asked = { purpose: 'sync', platform: 'one', now: 999 } as const

describe('covers', () => {
  it.each([
    ['what was granted', {}, {}, true],
    ['every platform, where none is named', { platform: null }, { platform: 'two' }, true],
    ['another platform', {}, { platform: 'two' }, false],
    ['another purpose', {}, { purpose: 'analysis' as const }, false],
    ['the moment it runs out', {}, { now: 1000 }, false],
    ['any time, where it does not run out', { expiresAt: null }, { now: Number.MAX_SAFE_INTEGER }, true],
    ['what was withdrawn', { withdrawnAt: 1 }, {}, false],
  ])('%s', (_what, changes, question, outcome) => {
    expect(covers({ ...grant, ...changes }, { ...asked, ...question })).toBe(outcome)
  })
})
