import { describe, expect, expectTypeOf, it } from 'vitest'
import * as z from 'zod'
import { createTestSocial } from '../../test-support/create-test-social.js'
import {
  type Account,
  type Activity,
  type Actor,
  anybody,
  type CallOptions,
  type CommandContext,
  defineCommand,
  defineEvent,
  defineModule,
  defineQuery,
  defineReaction,
  type FeedItem,
  pageInput,
  pageOf,
  type QueryContext,
  type SociusEvent,
  type SyncReport,
} from '../index.js'

const lessonCompleted = defineEvent('lesson.completed', 1, z.object({ lessonId: z.string(), score: z.number() }))

const lessons = defineModule({
  name: 'lessons',
  events: [lessonCompleted],
  operations: {
    complete: defineCommand({
      name: 'lessons.complete',
      summary: 'Says that a lesson was completed.',
      input: z.strictObject({ lessonId: z.string(), score: z.number().default(1) }),
      output: z.object({ lessonId: z.string(), at: z.number() }),
      access: anybody,
      async run(context, { lessonId, score }) {
        expectTypeOf(context).toEqualTypeOf<CommandContext>()
        expectTypeOf(score).toEqualTypeOf<number>()
        context.emit(lessonCompleted, { subject: lessonId, payload: { lessonId, score } })
        return { lessonId, at: context.clock.now() }
      },
    }),
    list: defineQuery({
      name: 'lessons.list',
      summary: 'Lists lessons.',
      input: pageInput({ course: z.string().optional() }),
      output: pageOf(z.object({ lessonId: z.string() })),
      access: anybody,
      async run(context, input) {
        expectTypeOf(context).toEqualTypeOf<QueryContext>()
        expectTypeOf(input).toEqualTypeOf<{ course?: string | undefined; limit: number; cursor: string | null }>()
        return { items: [], next: null }
      },
    }),
  },
  reactions: [
    defineReaction({
      name: 'lessons.hear',
      on: [lessonCompleted],
      async run(event, context) {
        expectTypeOf(event).toEqualTypeOf<SociusEvent<'lesson.completed', { lessonId: string; score: number }>>()
        expectTypeOf(context).toEqualTypeOf<CommandContext>()
      },
    }),
  ],
})

describe('the services of a social system', () => {
  it('are typed by the declarations of their operations', async () => {
    const { social } = await createTestSocial()
    expectTypeOf(social.accounts.link).parameter(0).toEqualTypeOf<Actor>()
    expectTypeOf<Parameters<typeof social.accounts.link>[1]>().toEqualTypeOf<{
      personId: string
      platform: string
      handle: string
      consent?:
        | {
            purposes: ('sync' | 'display' | 'analysis' | 'matching')[]
            text: string
            expiresAt?: number | null | undefined
          }
        | undefined
      consentId?: string | undefined
      primary?: boolean | undefined
    }>()
    expectTypeOf(social.accounts.link).parameter(2).toEqualTypeOf<CallOptions | undefined>()
    expectTypeOf(social.accounts.link).returns.resolves.toEqualTypeOf<Account>()
    expectTypeOf(social.accounts.link).returns.resolves.toHaveProperty('state')
    expectTypeOf(social.sync.run).returns.resolves.toEqualTypeOf<SyncReport>()
    expectTypeOf(social.activities.get).returns.resolves.toEqualTypeOf<Activity>()
    expectTypeOf(social.feed.home).returns.resolves.toEqualTypeOf<{ items: FeedItem[]; next: string | null }>()
    expect(Object.keys(social)).toEqual(expect.arrayContaining(['accounts', 'feed', 'people', 'sync']))
  })

  it('ask for an input only where something in it is required', async () => {
    const { social } = await createTestSocial()
    const actor: Actor = { id: 'ada', tenant: 'default', roles: [] }
    expectTypeOf(social.feed.home).toBeCallableWith(actor)
    expectTypeOf(social.feed.home).toBeCallableWith(actor, { limit: 5 })
    // @ts-expect-error whose timeline?
    await expect(social.feed.timeline(actor)).rejects.toMatchObject({ code: 'invalid_input' })
    // @ts-expect-error a misspelt field
    await expect(social.feed.home(actor, { limti: 5 })).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it('hold those of a module of the host’s own, under its name', async () => {
    const { social, clock } = await createTestSocial({ modules: { lessons } })
    const actor: Actor = { id: 'ada', tenant: 'default', roles: [] }
    expectTypeOf<Parameters<typeof social.lessons.complete>[1]>().toEqualTypeOf<{
      lessonId: string
      score?: number | undefined
    }>()
    expectTypeOf(social.lessons.complete).returns.resolves.toEqualTypeOf<{ lessonId: string; at: number }>()
    expectTypeOf(social).not.toHaveProperty('lesson')
    const heard: number[] = []
    social.on(lessonCompleted, ({ payload }) => {
      expectTypeOf(payload).toEqualTypeOf<{ lessonId: string; score: number }>()
      heard.push(payload.score)
    })
    await expect(social.lessons.complete(actor, { lessonId: 'one' })).resolves.toEqual({
      lessonId: 'one',
      at: clock.now(),
    })
    await expect(social.lessons.list(actor)).resolves.toEqual({ items: [], next: null })
    expect(heard).toEqual([1])
  })

  it('refuse payloads that an event does not declare', () => {
    const emit: CommandContext['emit'] = () => {}
    emit(lessonCompleted, { subject: 'one', payload: { lessonId: 'one', score: 1 } })
    // @ts-expect-error a payload without its score
    emit(lessonCompleted, { subject: 'one', payload: { lessonId: 'one' } })
    expectTypeOf<QueryContext>().not.toHaveProperty('emit')
    expectTypeOf<QueryContext['store']>().not.toHaveProperty('insert')
    expectTypeOf<CommandContext['store']>().toHaveProperty('insert')
    expect(lessons.events).toEqual([lessonCompleted])
  })
})
