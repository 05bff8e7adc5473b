import { createRequire } from 'node:module'
import { describe, expect, expectTypeOf, it } from 'vitest'
import * as classic from 'zod'
import * as mini from 'zod/mini'
import { actorOf, createTestSocial } from '../../test-support/create-test-social.js'
import {
  anybody,
  defineCollection,
  defineCommand,
  defineEvent,
  defineModule,
  instant,
  isSociusError,
  type RowOf,
  reference,
} from '../index.js'

// The CommonJS build is another copy: nothing of it is shared with what core was compiled with.
const copy = createRequire(import.meta.url)('zod') as typeof classic

const note = 'a lesson of one part takes no minutes'

function declareFluent(name: string, z: typeof classic) {
  const lesson = defineCollection('lesson', {
    schema: z.object({ id: reference(), title: z.string(), minutes: z.int().nullable(), at: z.nullable(instant()) }),
  })
  const planned = defineEvent('lesson.planned', 1, () => z.object({ title: z.string() }))
  const plan = defineCommand({
    name: `${name}.plan`,
    summary: 'Plans a lesson.',
    input: z
      .strictObject({
        title: z.string().trim().min(3).max(20),
        minutes: z.int().min(5).nullable().default(null),
        kind: z.enum(['talk', 'exercise']).optional(),
        parts: z.array(z.object({ text: z.string().regex(/^[a-z]+$/) })).max(3),
      })
      .refine(({ minutes, parts }) => minutes === null || parts.length !== 1, note),
    output: lesson.schema,
    access: anybody,
    async run({ store, emit }, { title, minutes }) {
      const row = { id: title, title, minutes, at: null }
      await store.insert(lesson, [row])
      emit(planned, { subject: title, payload: { title } })
      return row
    },
  })
  return {
    lesson,
    plan,
    module: defineModule({ name, collections: [lesson], events: [planned], operations: { plan } }),
  }
}

function declareSmall(name: string) {
  const z = mini
  const lesson = defineCollection('lesson', {
    schema: z.object({
      id: reference(),
      title: z.string(),
      minutes: z.nullable(z.int()),
      at: z.nullable(instant()),
    }),
  })
  const planned = defineEvent('lesson.planned', 1, () => z.object({ title: z.string() }))
  const plan = defineCommand({
    name: `${name}.plan`,
    summary: 'Plans a lesson.',
    input: z
      .strictObject({
        title: z.string().check(z.trim(), z.minLength(3), z.maxLength(20)),
        minutes: z._default(z.nullable(z.int().check(z.minimum(5))), null),
        kind: z.optional(z.enum(['talk', 'exercise'])),
        parts: z.array(z.object({ text: z.string().check(z.regex(/^[a-z]+$/)) })).check(z.maxLength(3)),
      })
      .check(z.refine(({ minutes, parts }) => minutes === null || parts.length !== 1, note)),
    output: lesson.schema,
    access: anybody,
    async run({ store, emit }, { title, minutes }) {
      const row = { id: title, title, minutes, at: null }
      await store.insert(lesson, [row])
      emit(planned, { subject: title, payload: { title } })
      return row
    },
  })
  return {
    lesson,
    plan,
    module: defineModule({ name, collections: [lesson], events: [planned], operations: { plan } }),
  }
}

const fluent = declareFluent('lessons', classic)
const small = declareSmall('lessons')
const other = declareFluent('lessons', copy)
const copies = [
  ['zod/mini', small],
  ['another copy of zod', other],
] as const

async function answerOf({ module }: { module: typeof fluent.module }, input: unknown) {
  const { social } = await createTestSocial({ modules: { lessons: module } })
  const events: unknown[] = []
  for (const declared of module.events) social.on(declared, ({ name, payload }) => events.push({ name, payload }))
  const result = await social.lessons.plan(actorOf('ada'), input as never).catch((error: unknown) => {
    if (!isSociusError(error)) throw error
    return { code: error.code, message: error.message, details: error.details }
  })
  return { result, events }
}

const inputs: readonly (readonly [string, unknown, string | null])[] = [
  ['what is right', { title: '  Algebra ', parts: [{ text: 'a' }] }, null],
  ['a key that nobody knows', { title: 'Algebra', parts: [], extra: 1 }, 'Unrecognized key: "extra"'],
  ['a missing field', { title: 'Algebra' }, 'parts: Invalid input: expected array, received undefined'],
  ['a wrong type', { title: 7, parts: [] }, 'title: Invalid input: expected string, received number'],
  ['what is too short', { title: ' a ', parts: [] }, 'title: Too small: expected string to have >=3 characters'],
  ['a number that is too small', { title: 'Algebra', minutes: 1, parts: [] }, 'minutes: Too small'],
  ['none of the options', { title: 'Algebra', kind: 'x', parts: [] }, 'expected one of "talk"|"exercise"'],
  ['something deep', { title: 'Algebra', parts: [{ text: 'a' }, { text: 'B' }] }, 'parts.1.text: Invalid string'],
  ['fields that do not go together', { title: 'Algebra', minutes: 9, parts: [{ text: 'a' }] }, note],
]

describe.each(copies)('a module whose schemas are of %s', (_name, declared) => {
  it.each(inputs)('answers %s as one of classic zod does', async (_what, input, message) => {
    const expected = await answerOf(fluent, input)
    // The three differ in nothing but the classes of their schemas.
    expect(await answerOf(declared as typeof fluent, input)).toEqual(expected)
    if (message === null) expect(expected.events).toEqual([{ name: 'lesson.planned', payload: { title: 'Algebra' } }])
    else expect(expected.result).toMatchObject({ message: expect.stringContaining(message) as string })
  })

  it('is stored and described as one of classic zod', async () => {
    expect(declared.lesson.shape).toEqual(fluent.lesson.shape)
    const describe = async (module: typeof fluent.module) => {
      const { social } = await createTestSocial({ modules: { lessons: module } })
      const tools = await social.tools(actorOf('ada'))
      return { document: await social.openApi(), tools: tools.map(({ inputSchema }) => inputSchema) }
    }
    expect(await describe((declared as typeof fluent).module)).toEqual(await describe(fluent.module))
  })
})

it('has the same types with each', () => {
  expectTypeOf<RowOf<typeof small.lesson>>().toEqualTypeOf<RowOf<typeof fluent.lesson>>()
  expectTypeOf<Parameters<(typeof small.plan)['run']>[1]>().toEqualTypeOf<Parameters<(typeof fluent.plan)['run']>[1]>()
})

it('says what is wrong in the same words, whatever language the host has set', async () => {
  const before = classic.config().localeError
  try {
    classic.config(classic.locales.de())
    const { result } = await answerOf(fluent, { title: 'Algebra' })
    expect(result).toMatchObject({ message: expect.stringContaining('expected array, received undefined') as string })
  } finally {
    classic.config({ localeError: before })
  }
})
