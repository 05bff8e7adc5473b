import { describe, expect, expectTypeOf, test } from 'vitest'
import * as z from 'zod'
import { defineCollection, type RowOf } from './collection.js'
import type { FieldShape } from './field.js'
import { instant, reference } from './field-schema.js'

const id = reference()

describe('defineCollection', () => {
  test('reads the columns from the schema, the key first', () => {
    const thing = defineCollection('thing', {
      schema: z.object({
        name: z.string().nullable(),
        id,
        kind: z.enum(['a', 'b']),
        fixed: z.literal('only'),
        link: z.url().nullable(),
        rank: z.int().min(0),
        score: z.number().readonly(),
        open: z.boolean(),
        at: instant(),
        seenAt: z.nullable(instant()),
        tags: z.array(z.string()),
        extra: z.unknown().nullable(),
        mixed: z.union([z.string(), z.number()]),
      }),
      indexes: [['name', 'id']],
      acrossTenants: [['at']],
    })
    const shape = (name: string, kind: FieldShape['kind'], nullable = false, maxLength: number | null = null) => ({
      name,
      kind,
      nullable,
      maxLength,
    })
    expect(thing.shape.fields).toEqual([
      shape('tenant', 'string', false, 191),
      shape('id', 'string', false, 191),
      shape('name', 'string', true, 191),
      shape('kind', 'string'),
      shape('fixed', 'string'),
      shape('link', 'string', true),
      shape('rank', 'integer'),
      shape('score', 'number'),
      shape('open', 'boolean'),
      shape('at', 'instant'),
      shape('seenAt', 'instant', true),
      shape('tags', 'json'),
      shape('extra', 'json', true),
      shape('mixed', 'json'),
    ])
    expect(thing.shape.indexes).toEqual([
      { name: 'thing_1', fields: ['tenant', 'name', 'id'] },
      { name: 'thing_2', fields: ['at'] },
    ])
    expect(thing.shape).toMatchObject({ name: 'thing', compare: null, keep: [], sequence: null, search: null })
  })

  test('a collection that is searched has a column for its words', () => {
    const thing = defineCollection('thing', { schema: z.object({ id, text: z.string() }), search: ['text'] })
    expect(thing.shape.fields.at(-1)).toEqual({ name: 'searchWords', kind: 'string', nullable: false, maxLength: null })
    expect([thing.shape.search, thing.searchFields]).toEqual(['searchWords', ['text']])
  })

  test('the row type is that of the schema', () => {
    const thing = defineCollection('thing', { schema: z.object({ id, rank: z.int().nullable() }) })
    expectTypeOf<RowOf<typeof thing>>().toEqualTypeOf<{ id: string; rank: number | null }>()
  })

  test.each(['Thing', '1thing', 'thing-one', '', 'x'.repeat(41), 'thing;drop'])('the name "%s" is refused', (name) => {
    const defining = () => defineCollection(name, { schema: z.object({ id }) })
    expect(defining).toThrow(expect.objectContaining({ code: 'invalid_option' }))
  })

  test.each<[string, () => unknown]>([
    ['an optional field', () => defineCollection('thing', { schema: z.object({ id, name: z.string().optional() }) })],
    ['a default', () => defineCollection('thing', { schema: z.object({ id, name: z.string().default('') }) })],
    ['a tenant', () => defineCollection('thing', { schema: z.object({ id, tenant: z.string() }) })],
    ['the search column', () => defineCollection('thing', { schema: z.object({ id, searchWords: z.string() }) })],
    [
      'an id that may be null',
      () => defineCollection('thing', { schema: z.object({ id: z.nullable(id) as unknown as typeof id }) }),
    ],
    [
      'an id that is a number',
      () => defineCollection('thing', { schema: z.object({ id: z.int() as unknown as typeof id }) }),
    ],
    [
      'an index over json',
      () =>
        defineCollection('thing', { schema: z.object({ id, tags: z.array(z.string()) }), indexes: [['tags' as 'id']] }),
    ],
    [
      'an index over nothing',
      () => defineCollection('thing', { schema: z.object({ id }), indexes: [['surprise' as 'id']] }),
    ],
    [
      'a compare field that is not there',
      () => defineCollection('thing', { schema: z.object({ id }), compare: 'hash' as 'id' }),
    ],
    [
      'a kept field that is json',
      () => defineCollection('thing', { schema: z.object({ id, tags: z.array(z.string()) }), keep: ['tags' as 'id'] }),
    ],
  ])('%s is refused', (_, defining) => {
    expect(defining).toThrow(expect.objectContaining({ code: 'invalid_option' }))
  })
})
