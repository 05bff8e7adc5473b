import { describe, expect, expectTypeOf, it, vi } from 'vitest'
import * as z from 'zod'
import { defineEvent, type EventOf } from './event.js'

describe('defineEvent', () => {
  it('takes a noun and a verb', () => {
    const lessonCompleted = defineEvent('lesson.completed', 2, z.object({ lessonId: z.string() }))
    expect(lessonCompleted).toMatchObject({ name: 'lesson.completed', version: 2 })
    expectTypeOf<EventOf<typeof lessonCompleted>['payload']>().toEqualTypeOf<{ lessonId: string }>()
    expectTypeOf<EventOf<typeof lessonCompleted>['name']>().toEqualTypeOf<'lesson.completed'>()
    expect(defineEvent('account.state-changed', 1, z.object({})).name).toBe('account.state-changed')
  })

  it('makes the schema of the payload when it is first asked for, and once', () => {
    const payload = z.object({ lessonId: z.string() })
    const make = vi.fn<() => typeof payload>(() => payload)
    const lessonCompleted = defineEvent('lesson.completed', 1, make)
    expectTypeOf<EventOf<typeof lessonCompleted>['payload']>().toEqualTypeOf<{ lessonId: string }>()
    expect(make).not.toHaveBeenCalled()
    expect([lessonCompleted.payload, lessonCompleted.payload]).toEqual([payload, payload])
    expect(make).toHaveBeenCalledOnce()
  })

  it('refuses any other name', () => {
    for (const name of ['', 'lesson', 'lesson.', '.completed', 'Lesson.Completed', 'a.b.c', 'lesson completed']) {
      expect(() => defineEvent(name, 1, z.object({}))).toThrow(expect.objectContaining({ code: 'invalid_option' }))
    }
  })
})
