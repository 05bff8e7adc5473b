import { kyselyStore } from '@socius/storage-adapters/kysely'
import { memoryStore } from '@socius/storage-adapters/memory'
import { countingStore } from '@socius/testkit/store'
import { describe, expect, it } from 'vitest'
import { createManualClock } from '../../../test-support/manual-clock.js'
import { isSociusError } from '../../kernel/index.js'
import { machineryTenant } from '../../outbox/index.js'
import type { RateLimitFacts } from '../../provider/index.js'
import { createStore, type StoreAdapter } from '../../store/index.js'
import { type GateKeys, gate, gateKeys } from '../gate.js'
import { createGates, type Gates } from './gates.js'

const minute = 60_000
const longest = 60_000

async function setUp(open: () => StoreAdapter = () => memoryStore()) {
  const adapter = open()
  await adapter.prepare([gate.shape])
  const clock = createManualClock()
  const context = {
    store: createStore(adapter, machineryTenant),
    clock,
    random: () => 0,
    signal: new AbortController().signal,
  }
  const keys = (changes: Partial<Parameters<typeof gateKeys>[0]> = {}): GateKeys =>
    gateKeys({ source: 'list', reader: 'activities', credentialOf: null, published: null, ...changes })
  /** One call: in, answered. Gives back why it was refused. */
  async function call(gates: Gates, at = keys(), rateLimit: RateLimitFacts | null = null) {
    try {
      await gates.enter(context, at, longest)
    } catch (error) {
      if (isSociusError(error)) return { code: error.code, retryAfter: error.retryAfter }
      throw error
    }
    await gates.answered(context, at, { calls: 1, rateLimit })
    return 'made'
  }
  return { adapter, clock, context, keys, call }
}

const stores: Record<string, () => StoreAdapter> = {
  memory: () => memoryStore(),
  sqlite: () => kyselyStore({ dialect: 'sqlite', database: ':memory:' }),
}

describe.each(Object.entries(stores))('a published limit, on %s', (_name, open) => {
  const published = { calls: 30, per: 15 * minute }

  it('is shared by all processes, to the last call', async () => {
    const { keys, call, clock } = await setUp(open)
    const processes = [createGates(), createGates(), createGates()]
    const outcomes: unknown[] = []
    for (let n = 0; n < 60; n++) {
      const gates = processes[n % 3] ?? createGates()
      outcomes.push(await call(gates, keys({ published })))
    }
    expect(outcomes.filter((outcome) => outcome === 'made')).toHaveLength(30)
    expect(outcomes.at(-1)).toMatchObject({ code: 'provider_rate_limited', retryAfter: 15 * minute + 1000 })
    // A second longer than published: what left late arrives late.
    clock.advance(15 * minute + 1000)
    expect(await call(processes[0] ?? createGates(), keys({ published }))).toBe('made')
  })

  it('belongs to a reader, a server and a token', async () => {
    const { keys, call } = await setUp(open)
    const gates = createGates()
    const one = { published: { calls: 1, per: 15 * minute } }
    expect(await call(gates, keys(one))).toBe('made')
    expect(await call(gates, keys(one))).not.toBe('made')
    expect(await call(gates, keys({ ...one, reader: 'lookup' }))).toBe('made')
    expect(await call(gates, keys({ ...one, source: 'list:other.example' }))).toBe('made')
    expect(await call(gates, keys({ ...one, credentialOf: 'an-account' }))).toBe('made')
  })
})

describe('a limit that answers tell of', () => {
  it('holds for the others from then on, until its reset', async () => {
    const { call, clock, keys } = await setUp()
    const resetAt = clock.now() + 5 * minute
    expect(await call(createGates(), keys(), { limit: 300, remaining: 0, resetAt })).toBe('made')
    expect(await call(createGates())).toEqual({ code: 'provider_rate_limited', retryAfter: 5 * minute })
    clock.advance(5 * minute)
    expect(await call(createGates())).toBe('made')
  })

  it('is waited for, if that is not long', async () => {
    const { call, clock, keys } = await setUp()
    await call(createGates(), keys(), { limit: 300, remaining: 0, resetAt: clock.now() + 20_000 })
    expect(await call(createGates())).toBe('made')
    expect(clock.waits).toEqual([20_000])
  })

  it('is lowered when somebody else uses it, too', async () => {
    const { call, clock, keys } = await setUp()
    const gates = createGates()
    const resetAt = clock.now() + 5 * minute
    await call(gates, keys(), { limit: 300, remaining: 200, resetAt })
    await call(gates, keys(), { limit: 300, remaining: 1, resetAt })
    expect(await call(createGates())).toBe('made')
    expect(await call(createGates())).toMatchObject({ code: 'provider_rate_limited' })
  })

  it.each<[string, RateLimitFacts]>([
    ['nothing', { limit: null, remaining: null, resetAt: null }],
    ['a reset in the past', { limit: 10, remaining: 0, resetAt: 5 }],
    ['a reset in years', { limit: 10, remaining: 0, resetAt: 5_000_000_000_000 }],
    ['a limit without a reset', { limit: 10, remaining: 9, resetAt: null }],
  ])('closes nothing when it says %s', async (_what, facts) => {
    const { call, keys } = await setUp()
    await call(createGates(), keys(), facts)
    expect(await call(createGates())).toBe('made')
  })

  it('costs the store little: most calls ask it nothing', async () => {
    const counting = countingStore(memoryStore())
    const { call, clock, keys } = await setUp(() => counting)
    const gates = createGates()
    const resetAt = clock.now() + 15 * minute
    for (let n = 1; n <= 200; n++) await call(gates, keys(), { limit: 3000, remaining: 3000 - n, resetAt })
    expect(counting.count, JSON.stringify(counting.calls)).toBeLessThan(40)
  })
})

describe('a refusal for a limit', () => {
  it('keeps all processes away for as long as the platform says', async () => {
    const { call, clock, context, keys } = await setUp()
    await createGates().limited(context, keys(), 10 * minute)
    expect(await call(createGates())).toEqual({ code: 'provider_rate_limited', retryAfter: 10 * minute })
    clock.advance(10 * minute)
    expect(await call(createGates())).toBe('made')
  })

  it('that does not say until when is met with longer and longer pauses, once it comes again and again', async () => {
    const { context, keys, clock } = await setUp()
    const gates = createGates()
    const pauses: (number | undefined)[] = []
    for (let n = 0; n < 9; n++) {
      await gates.limited(context, keys(), undefined)
      const refused = await createGates()
        .enter(context, keys(), -1)
        .catch((error: unknown) => (isSociusError(error) ? error.retryAfter : Number.NaN))
      pauses.push(refused ?? undefined)
      clock.advance(refused ?? 0)
    }
    expect(pauses).toEqual([undefined, undefined, 15, 30, 60, 120, 240, 480, 900].map((pause) => pause && pause * 1000))
  })

  it('is not believed for longer than a day, nor when a clock was wrong', async () => {
    const { call, clock, context, keys } = await setUp()
    await createGates().limited(context, keys(), 900 * 24 * 60 * minute)
    expect(await call(createGates())).toEqual({ code: 'provider_rate_limited', retryAfter: 24 * 60 * minute })
    clock.advance(-365 * 24 * 60 * minute)
    expect(await call(createGates())).toBe('made')
  })
})

describe('the circuit of a server', () => {
  it('opens after three calls without an answer, and lets one call at a time try it', async () => {
    const { call, clock, context, keys } = await setUp()
    const gates = createGates()
    for (let n = 0; n < 3; n++) {
      expect(await gates.enter(context, keys(), 0)).toBeUndefined()
      await gates.failed(context, keys())
    }
    expect(await gates.closedSources(context.store, clock.now())).toEqual(['list'])
    await expect(createGates().enter(context, keys(), 0)).rejects.toMatchObject({
      code: 'provider_unavailable',
      retryable: true,
      retryAfter: 30_000,
    })
    clock.advance(30_000)
    const [probe, other] = [createGates(), createGates()]
    await probe.enter(context, keys(), 0)
    await expect(other.enter(context, keys(), 0)).rejects.toMatchObject({ code: 'provider_unavailable' })
    await probe.failed(context, keys())
    clock.advance(30_000)
    // The second pause is twice as long.
    await expect(other.enter(context, keys(), 0)).rejects.toMatchObject({ code: 'provider_unavailable' })
    clock.advance(30_000)
    expect(await call(other)).toBe('made')
    expect(await call(createGates())).toBe('made')
    expect(await gates.closedSources(context.store, clock.now() + 2000)).toEqual([])
  })

  it('stays closed while answers come in between', async () => {
    const { call, context, keys } = await setUp()
    const gates = createGates()
    for (let n = 0; n < 10; n++) {
      await gates.failed(context, keys())
      if (n % 2 === 1) expect(await call(gates)).toBe('made')
    }
    expect(await call(createGates())).toBe('made')
  })

  it('is given up by a probe that died', async () => {
    const { clock, context, keys } = await setUp()
    for (let n = 0; n < 3; n++) await createGates().failed(context, keys())
    clock.advance(30_000)
    await createGates().enter(context, keys(), 0)
    clock.advance(minute)
    await expect(createGates().enter(context, keys(), 0)).resolves.toBeUndefined()
  })
})

describe('a token that is not taken any more', () => {
  it('is not used again, while those of others are', async () => {
    const { call, context, keys } = await setUp()
    const lost = keys({ credentialOf: 'ada' })
    await createGates().unauthorized(context, lost)
    expect(await call(createGates(), lost)).toMatchObject({ code: 'provider_unauthorized' })
    expect(await call(createGates(), keys({ credentialOf: 'noor' }))).toBe('made')
  })
})

describe('whoever waits at a gate', () => {
  it('leaves at its signal', async () => {
    const { context, keys } = await setUp()
    const abort = new AbortController()
    await createGates().limited(context, keys(), 30_000)
    abort.abort()
    const waiting = createGates().enter({ ...context, signal: abort.signal }, keys(), longest)
    await expect(waiting).rejects.toMatchObject({ code: 'aborted' })
  })
})
