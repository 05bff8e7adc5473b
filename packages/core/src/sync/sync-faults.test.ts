import { beforeAll, describe, expect, it } from 'vitest'
import { testStores } from '../../test-support/create-test-social.js'
import { hour, minute, openScenario, type Scenario } from '../../test-support/sync-scenario.js'
import type { Interference } from '../../test-support/watched-platform.js'
import { type ErrorCode, SociusError } from '../index.js'
import type { ReaderName } from '../provider.js'

interface Place {
  readonly reader: ReaderName
  /** The question that it begins with, of its reader and since the platform changed. */
  readonly number: number
}

const places: readonly Place[] = [
  { reader: 'profile', number: 1 },
  { reader: 'activities', number: 1 },
  { reader: 'activities', number: 2 },
  { reader: 'activities', number: 3 },
  { reader: 'lookup', number: 1 },
  { reader: 'lookup', number: 2 },
  { reader: 'comments', number: 1 },
  { reader: 'comments', number: 2 },
]

interface Fault {
  readonly name: string
  /** What the report says of it while it lasts; null when runs come to their end in spite of it. */
  readonly code: ErrorCode | null
  /** Whether some runs come to their end in spite of it. */
  readonly mayPass?: boolean
  /** The readers that it can strike. @default all */
  readonly strikes?: readonly ReaderName[]
  make(scenario: Scenario): Interference
}

function refusal(
  name: string,
  code: ErrorCode,
  options: { retryable?: boolean; retryAfter?: number } = {},
  delay = 0,
): Fault {
  return {
    name,
    code,
    make: ({ clock }) => ({
      before() {
        clock.advance(delay)
        throw new SociusError(code, 'The platform says no.', options)
      },
    }),
  }
}

const pagesOnly = { strikes: ['activities' as const] }

const faults: readonly Fault[] = [
  refusal('a limit that says for how many seconds', 'provider_rate_limited', { retryable: true, retryAfter: 5000 }),
  refusal('a limit that says for an hour', 'provider_rate_limited', { retryable: true, retryAfter: hour }),
  refusal('a limit that does not say for how long', 'provider_rate_limited', { retryable: true }),
  refusal('no answer', 'provider_unavailable', { retryable: true }),
  refusal('a time-out', 'provider_unavailable', { retryable: true }, 5000),
  refusal('an answer of another shape', 'provider_malformed'),
  refusal('a question that is not understood', 'provider_rejected'),
  {
    name: 'a reader that breaks',
    code: 'internal',
    make: () => ({
      before() {
        throw new TypeError('Cannot read properties of undefined')
      },
    }),
  },
  {
    name: 'an answer that is late',
    code: null,
    make: ({ clock }) => ({ before: () => clock.advance(15_000) }),
  },
  {
    name: 'an answer that is late by more than a lease',
    code: 'busy',
    mayPass: true,
    make: ({ clock }) => ({ before: () => clock.advance(5 * minute) }),
  },
  {
    name: 'an item that does not fit',
    code: null,
    strikes: ['activities', 'lookup'],
    make: () => ({
      page: (_, page) => {
        const [first, ...rest] = page.items
        if (!first) return page
        return { ...page, items: rest, rejected: [{ externalId: first.externalId, reason: 'It does not fit.' }] }
      },
      lookup: (_, result) => {
        const [first, ...rest] = result.results
        if (first?.state !== 'present') return result
        const { externalId } = first.item
        const unreadable = { state: 'unreadable' as const, externalId, reason: 'It does not fit.' }
        return { ...result, results: [unreadable, ...rest], rejected: [{ externalId, reason: 'It does not fit.' }] }
      },
    }),
  },
  {
    name: 'another order',
    code: null,
    ...pagesOnly,
    make: () => ({ page: (_, page) => ({ ...page, items: page.items.toReversed() }) }),
  },
  {
    name: 'the same page again',
    code: 'provider_malformed',
    mayPass: true,
    ...pagesOnly,
    make: () => ({ page: (_, page, earlier) => earlier ?? page }),
  },
  { name: 'an empty page', code: null, ...pagesOnly, make: () => ({ page: (_, page) => ({ ...page, items: [] }) }) },
]

const cases = faults.flatMap((fault) =>
  places
    .filter(({ reader }) => fault.strikes?.includes(reader) ?? true)
    .flatMap((place) => [1, Number.POSITIVE_INFINITY].map((times) => ({ fault, place, times }))),
)

describe.each(testStores)('due accounts on %s, read by two at once', (name, open) => {
  let calm: unknown

  beforeAll(async () => {
    calm = (await outcomeOf(open, null)).outcome
  })

  // Where the two stores differ is in their transactions, of which each fault sees the same.
  const own = name === 'memory' ? cases : cases.filter(({ times, place }) => times > 1 && place.number === 1)
  it.each(own)('come out the same after $fault.name at $place.reader $place.number, $times times', async (given) => {
    const { outcome, mostAtOnce } = await outcomeOf(open, given)
    expect(outcome).toEqual(calm)
    expect(mostAtOnce).toBe(1)
  })
})

async function outcomeOf(
  open: (typeof testStores)[number][1],
  given: { fault: Fault; place: Place; times: number } | null,
) {
  const scenario = await openScenario(open())
  await scenario.round()
  scenario.change()
  const codes = new Set<ErrorCode | null>()
  if (given) {
    const { fault, place, times } = given
    let struck = 0
    const before = scenario.watched.questions.filter(({ reader }) => reader === place.reader).length
    const how = fault.make(scenario)
    const isHit = ({ reader, number }: { reader: ReaderName; number: number }) =>
      reader === place.reader && number >= before + place.number && struck < times
    scenario.watched.interfere({
      before(question) {
        if (!how.before || !isHit(question)) return undefined
        struck += 1
        return how.before(question)
      },
      page(question, page, earlier) {
        if (!how.page || !isHit(question)) return page
        struck += 1
        return how.page(question, page, earlier)
      },
      lookup(question, result) {
        if (!how.lookup || !isHit(question)) return result
        struck += 1
        return how.lookup(question, result)
      },
    })
    for (let rounds = 0; rounds < 4; rounds++) {
      for (const code of await scenario.round()) codes.add(code)
      scenario.clock.advance(3 * hour)
    }
    expect(struck).toBeGreaterThan(0)
    scenario.watched.interfere({})
    expect([...codes].filter((code) => code !== fault.code)).toEqual([])
    if (times > 10 && fault.code !== null && !fault.mayPass) expect(codes).toContain(fault.code)
  }
  for (let rounds = 0; rounds < 14; rounds++) {
    await scenario.round()
    scenario.clock.advance(30 * hour)
  }
  const outcome = await scenario.outcome()
  await scenario.close()
  return { outcome, mostAtOnce: scenario.watched.mostAtOnce }
}
