import { describe, test } from 'vitest'
import { providerCases } from './provider-cases.js'
import type { ProviderSuiteOptions } from './provider-suite-options.js'

/**
 * Registers the tests that prove a provider, rule by rule, with vitest. A test's name starts with the number of the rule
 * in the provider contract. What the fixtures do not allow is skipped, and says what is missing.
 *
 * The author gives the platform as a function from request to answer, with a handful of items; the suite brings the bad
 * answers: refusals, limits, cut, empty, foreign, deep and endless bodies, time-outs, broken connections, aborts.
 * @example
 * providerSuite('example', {
 *   create: (wiring) => example(wiring),
 *   platform: (request) => (request.url === feed ? Response.json(body) : new Response(null, { status: 404 })),
 *   now: Date.parse('2026-03-05T00:00:00Z'),
 *   account: { externalId: 'u1', handle: 'ada' },
 *   profile: { handle: 'ada', requests: ['GET https://api.example/users/ada'], profile: { externalId: 'u1' } },
 * })
 */
export function providerSuite(name: string, options: ProviderSuiteOptions): void {
  describe(`provider suite: ${name}`, () => {
    for (const { rule, name: caseName, lacks, run } of providerCases(options)) {
      test(`${rule} ${caseName}`, { timeout: 30_000 }, async ({ skip }) => {
        if (lacks !== null) skip(`needs ${lacks}`)
        await run()
      })
    }
  })
}
