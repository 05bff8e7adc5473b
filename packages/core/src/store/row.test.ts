import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { type Collection, defineCollection } from './collection.js'
import { instant, reference } from './field-schema.js'
import { toStoredRow } from './row.js'

const thing = defineCollection('thing', {
  schema: z.object({
    id: reference(),
    name: z.nullable(reference()),
    rank: z.int(),
    score: z.number().nullable(),
    open: z.boolean(),
    at: instant(),
    extra: z.unknown().nullable(),
    text: z.string(),
    note: z.string().nullable(),
  }),
  search: ['text', 'note'],
  indexes: [['name']],
}) as unknown as Collection<{ id: string }>

const log = defineCollection('log', {
  schema: z.object({ id: reference(), position: z.int() }),
  sequence: 'position',
}) as unknown as Collection<{ id: string }>

const row = {
  id: 'a',
  name: null,
  rank: 1,
  score: 0.5,
  open: true,
  at: 5,
  extra: { deep: [1] },
  text: 'A Text',
  note: null,
}

describe('toStoredRow', () => {
  test('adds the tenant and the words', () => {
    expect(toStoredRow(thing, 'tenant', row)).toEqual({ tenant: 'tenant', ...row, searchWords: 'a text' })
    const noted = toStoredRow(thing, 'tenant', { ...row, note: 'Text, noted' })
    expect(noted['searchWords']).toBe('a text noted')
  })

  test('across tenants a row says whose it is', () => {
    expect(toStoredRow(thing, null, { ...row, tenant: 'other' })['tenant']).toBe('other')
    expect(() => toStoredRow(thing, null, row)).toThrow('thing.tenant is missing')
  })

  test('what is missing or undefined is null, where null may be', () => {
    const { score: _, ...rest } = row
    expect(toStoredRow(thing, 'tenant', { ...rest, extra: undefined })).toMatchObject({ score: null, extra: null })
    expect(() => toStoredRow(thing, 'tenant', { ...row, rank: undefined })).toThrow('thing.rank is missing')
  })

  test('a sequence is left to the store', () => {
    expect(toStoredRow(log, 'tenant', { id: 'a', position: 7 })).toEqual({ tenant: 'tenant', id: 'a' })
    expect(toStoredRow(log, 'tenant', { id: 'a' })).toEqual({ tenant: 'tenant', id: 'a' })
  })

  test('negative zero is zero', () => {
    const stored = toStoredRow(thing, 'tenant', { ...row, rank: -0, score: -0 })
    expect([stored['rank'], stored['score']].map((value) => Object.is(value, 0))).toEqual([true, true])
  })

  test.each<[string, Record<string, unknown>]>([
    ['a field that is not there', { surprise: 1 }],
    ['a tenant of its own', { tenant: 'other' }],
    ['words of its own', { searchWords: 'x' }],
    ['text for an integer', { rank: '1' }],
    ['a fraction for an integer', { rank: 1.5 }],
    ['an integer beyond 2^53', { rank: 2 ** 53 }],
    ['a date for an instant', { at: new Date(0) }],
    ['a number for a boolean', { open: 1 }],
    ['no number', { score: Number.NaN }],
    ['infinity', { score: Number.NEGATIVE_INFINITY }],
    ['a number for text', { text: 1 }],
    ['half a character', { text: 'a\udc00' }],
    ['U+0000', { text: '\0' }],
    ['a key that is too long', { name: 'x'.repeat(192) }],
    ['an id that is too long', { id: 'x'.repeat(192) }],
  ])('refuses %s', (_, change) => {
    const storing = () => toStoredRow(thing, 'tenant', { ...row, ...change })
    expect(storing).toThrow(expect.objectContaining({ code: 'invalid_input', retryable: false }))
  })

  test('a key of the greatest length and any length of other text are taken', () => {
    const name = '\u00e9'.repeat(191)
    const text = 'x'.repeat(1_000_000)
    expect(toStoredRow(thing, 'tenant', { ...row, name, text })).toMatchObject({ name, text })
  })

  test('a refusal names no value', () => {
    try {
      toStoredRow(thing, 'tenant', { ...row, rank: 'secret-value' })
    } catch (error) {
      expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('secret-value')
    }
    expect.assertions(1)
  })
})
