import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { queryFieldsOf } from '../http/query-field.js'
import { readQuery } from '../http/read-query.js'
import { writeQuery } from './write-query.js'

const input = z.strictObject({
  text: z.string().optional(),
  note: z.string().nullable().default(null),
  count: z.int().optional(),
  share: z.number().nullish(),
  isOpen: z.boolean().optional(),
  either: z.union([z.number(), z.boolean()]).optional(),
  kind: z.enum(['post', 'true', '1']).optional(),
  texts: z.array(z.string()).optional(),
  numbers: z.array(z.number()).nullable().optional(),
  __proto: z.string().optional(),
})

const number = fc.double({ noNaN: false })
const flat = fc.record(
  {
    text: fc.string({ unit: 'binary' }),
    note: fc.option(fc.string({ unit: 'binary' })),
    count: fc.integer(),
    share: fc.option(number),
    isOpen: fc.boolean(),
    either: fc.oneof(number, fc.boolean()),
    kind: fc.constantFrom('post' as const, 'true' as const, '1' as const),
    texts: fc.array(fc.string()),
    numbers: fc.option(fc.array(number)),
    __proto: fc.string(),
  },
  { requiredKeys: [] },
)

it('what a client says in a query string is what the server reads there, to the last sign', () => {
  const fields = queryFieldsOf(input)
  if (!fields) throw new Error('The input is flat.')
  let written = 0
  fc.assert(
    fc.property(flat, (given) => {
      const search = writeQuery(given)
      if (search === null) return
      written++
      // What JSON would have brought: the same values, without a sign at zero.
      expect(readQuery(search.slice(1), fields)).toEqual(JSON.parse(JSON.stringify(given)))
    }),
    { numRuns: 3000 },
  )
  expect(written).toBeGreaterThan(100)
})
