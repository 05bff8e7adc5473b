import { defineCollection, instant, reference, type Store, select } from '@socius/core'
import * as z from 'zod'

const course = defineCollection('course', {
  schema: z.object({ id: reference(), teacherId: reference(), title: z.string(), open: z.boolean() }),
  indexes: [['teacherId', 'id']],
})

const lesson = defineCollection('lesson', {
  schema: z.object({
    id: reference(),
    courseId: reference(),
    kind: z.enum(['video', 'text', 'quiz']),
    title: z.string(),
    minutes: z.int(),
    score: z.number().nullable(),
    details: z.object({ slides: z.array(z.string()) }),
    contentHash: z.string(),
    publishedAt: z.nullable(instant()),
  }),
  compare: 'contentHash',
  search: ['title'],
  indexes: [['courseId', 'publishedAt', 'id']],
})

export async function lessonsOf(store: Store, teacherId: string): Promise<string[]> {
  const page = await store.query(lesson, {
    where: { courseId: { in: select(course, 'id', { teacherId, open: true }) }, minutes: { gte: 5, lt: 90 } },
    branches: [
      { kind: 'video', score: { gt: 0.5 } },
      { kind: { in: ['text', 'quiz'] }, or: [{ publishedAt: null }] },
    ],
    orderBy: [['publishedAt', 'desc']],
    limit: 50,
  })
  const totals = await store.aggregate(lesson, {
    groupBy: ['courseId', 'kind'],
    measures: { lessons: 'count', minutes: { sum: 'minutes' }, last: { max: 'publishedAt' } },
    limit: 10,
  })
  return [
    ...page.items.map((row) => row.details.slides.join()),
    ...totals.map((row) => `${row.courseId} ${row.minutes}`),
  ]
}
