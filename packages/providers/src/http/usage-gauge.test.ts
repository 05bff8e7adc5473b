import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UsageGauge } from './limit-table.js'
import { readUsage } from './usage-gauge.js'

const now = Date.parse('2026-03-02T10:00:00Z')
const minute = 60_000

// https://developers.facebook.com/docs/graph-api/overview/rate-limiting
const percents = ['call_count', 'total_time', 'total_cputime']
const gauges: readonly UsageGauge[] = [
  { header: 'x-app-usage', percents },
  {
    ...{ header: 'x-business-use-case-usage', percents },
    regain: { member: 'estimated_time_to_regain_access', unit: minute },
  },
  {
    ...{ header: 'x-ad-account-usage', percents: ['acc_id_util_pct'] },
    regain: { member: 'reset_time_duration', unit: 1000 },
  },
]
const read = (headers: Record<string, string>) => readUsage(new Headers(headers), gauges, now)

describe('readUsage', () => {
  it.each([
    [
      'the gauge of an app',
      { 'x-app-usage': '{"call_count":28,"total_time":25,"total_cputime":25}' },
      { remaining: 72, resetAt: null },
    ],
    [
      'the fullest gauge of several objects, and when it is let through again',
      {
        'x-business-use-case-usage': JSON.stringify({
          '112130216863063': [{ type: 'pages', call_count: 1, total_cputime: 1, total_time: 1 }],
          '66782684': [
            { type: 'ads_management', call_count: 100, total_cputime: 25, estimated_time_to_regain_access: 19 },
            { type: 'ads_insights', call_count: 95, total_cputime: 20, estimated_time_to_regain_access: 0 },
          ],
        }),
      },
      { remaining: 0, resetAt: now + 19 * minute },
    ],
    [
      'the gauge of an ad account, in seconds',
      {
        'x-ad-account-usage':
          '{"acc_id_util_pct":9.67,"reset_time_duration":100,"ads_api_access_tier":"standard_access"}',
      },
      { remaining: 90, resetAt: now + 100_000 },
    ],
    [
      'several gauges of one answer',
      { 'x-app-usage': '{"call_count":12}', 'x-ad-account-usage': '{"acc_id_util_pct":60}' },
      { remaining: 40, resetAt: null },
    ],
    [
      'a header that came twice',
      { 'x-app-usage': '{"call_count":12}, {"call_count":90}' },
      { remaining: 10, resetAt: null },
    ],
    ['more than all of it', { 'x-app-usage': '{"call_count":130}' }, { remaining: 0, resetAt: null }],
  ])('reads %s', (_, headers, expected) => {
    expect(read(headers as Record<string, string>)).toEqual({ limit: 100, ...expected })
  })

  it.each([
    ['nothing', {}],
    ['a header that is no JSON', { 'x-app-usage': 'call_count=28' }],
    ['a cut header', { 'x-app-usage': '{"call_count":28' }],
    ['an empty header', { 'x-app-usage': '' }],
    ['a negative percentage', { 'x-app-usage': '{"call_count":-5}' }],
    ['a number that is no percentage', { 'x-app-usage': '{"call_count":1e300}' }],
    ['a text', { 'x-app-usage': '{"call_count":"28"}' }],
    ['what is nested without end', { 'x-app-usage': `${'['.repeat(5000)}${']'.repeat(5000)}` }],
    ['a header as long as a book', { 'x-app-usage': `{"call_count":28,"x":"${'x'.repeat(30_000)}"}` }],
    ['a gauge of another platform', { 'x-usage': '{"call_count":28}' }],
  ])('is null for %s', (_, headers) => {
    expect(read(headers as Record<string, string>)).toBeNull()
  })

  it.each([-1, 1e300, 1e9])('does not believe a regain of %d', (regain) => {
    const usage = { 1: [{ call_count: 100, estimated_time_to_regain_access: regain }] }
    expect(read({ 'x-business-use-case-usage': JSON.stringify(usage) })).toEqual({
      ...{ limit: 100, remaining: 0, resetAt: null },
    })
  })

  it('says something that can be believed, whatever it is told', () => {
    const names = fc.constantFrom('call_count', 'estimated_time_to_regain_access', 'x')
    const entry = fc.dictionary(names, fc.oneof(fc.double(), fc.integer(), fc.string({ unit: 'grapheme-ascii' })))
    fc.assert(
      fc.property(fc.dictionary(names, fc.oneof(entry, fc.array(entry))), (usage) => {
        const text = JSON.stringify(usage).replace(/[^\x20-\x7e]/g, ' ')
        const facts = read({ 'x-business-use-case-usage': text })
        if (facts === null) return
        expect(facts.remaining !== null && facts.remaining >= 0 && facts.remaining <= 100).toBe(true)
        expect(facts.resetAt === null || (Number.isSafeInteger(facts.resetAt) && facts.resetAt >= now)).toBe(true)
      }),
    )
  })
})
