import { describe, expect, expectTypeOf, it, vi } from 'vitest'
import * as z from 'zod'
import { anybody } from './access.js'
import { defineCommand, defineQuery, defineTask, type Query } from './operation.js'

describe('the schemas of an operation', () => {
  const input = z.strictObject({ id: z.string() })
  const output = z.object({ length: z.number() })

  it('are those that it is declared with', () => {
    const declared = { name: 'ids.measure', summary: 'Measures an id.', input, output, access: anybody }
    const run = async () => ({ length: 1 })
    expect(defineQuery({ ...declared, run })).toEqual({ ...declared, run, kind: 'query' })
    expect(defineCommand({ ...declared, run })).toEqual({ ...declared, run, kind: 'command' })
    expect(defineTask({ ...declared, run })).toEqual({ ...declared, run, kind: 'task' })
  })

  it('are made when they are first needed, and once', () => {
    const makeInput = vi.fn<() => typeof input>(() => input)
    const makeOutput = vi.fn<() => typeof output>(() => output)
    const measure = defineQuery({
      name: 'ids.measure',
      summary: 'Measures an id.',
      input: makeInput,
      output: makeOutput,
      access: anybody,
      run: async (_, { id }) => ({ length: id.length }),
    })
    expectTypeOf<typeof measure>().toEqualTypeOf<Query<typeof input, typeof output>>()
    expect([makeInput, makeOutput].map((make) => make.mock.calls.length)).toEqual([0, 0])
    expect([measure.input, measure.input]).toEqual([input, input])
    expect([makeInput, makeOutput].map((make) => make.mock.calls.length)).toEqual([1, 0])
  })
})
