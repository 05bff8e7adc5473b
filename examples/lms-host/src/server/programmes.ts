import { HTTPException } from 'hono/http-exception'
import type { Learner } from './sessions.ts'
import type { HostDatabase, LessonTable, ProgrammeTable } from './tables.ts'

export interface ProgrammeView extends ProgrammeTable {
  /** How many learn in it; managers are not counted. */
  readonly members: number
  readonly lessons: readonly LessonView[]
}

export interface LessonView extends LessonTable {
  readonly isCompleted: boolean
  /** How many have completed it. */
  readonly completedBy: number
}

export interface MemberView {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Learner['role']
  readonly completed: number
  /** Milliseconds since the epoch; null for nothing yet. */
  readonly lastCompletedAt: number | null
}

/** The programmes of a learner. */
export function programmesOf(db: HostDatabase, learner: Learner): Promise<ProgrammeTable[]> {
  return db
    .selectFrom('programme')
    .innerJoin('enrolment', 'enrolment.programmeId', 'programme.id')
    .selectAll('programme')
    .where('enrolment.learnerId', '=', learner.id)
    .orderBy('programme.title')
    .execute()
}

export async function viewProgramme(db: HostDatabase, learner: Learner, programmeId: string): Promise<ProgrammeView> {
  const programme = (await programmesOf(db, learner)).find(({ id }) => id === programmeId)
  if (!programme) throw new HTTPException(404, { message: 'You take part in no such programme.' })
  const { members } = await db
    .selectFrom('enrolment')
    .innerJoin('learner', 'learner.id', 'enrolment.learnerId')
    .select(({ fn }) => fn.countAll<number | string>().as('members'))
    .where('programmeId', '=', programmeId)
    .where('learner.role', '=', 'learner')
    .executeTakeFirstOrThrow()
  const lessons = await db
    .selectFrom('lesson')
    .leftJoin('completion', 'completion.lessonId', 'lesson.id')
    .selectAll('lesson')
    .select(({ fn, eb }) => [
      fn.count<number | string>('completion.learnerId').as('completedBy'),
      fn
        .count<number | string>(eb.case().when('completion.learnerId', '=', learner.id).then(1).else(null).end())
        .as('own'),
    ])
    .where('lesson.programmeId', '=', programmeId)
    .groupBy('lesson.id')
    .orderBy('lesson.place')
    .execute()
  return {
    ...programme,
    // Postgres counts in 64 bits, which its driver gives as text.
    members: Number(members),
    lessons: lessons.map(({ own, completedBy, ...lesson }) => ({
      ...lesson,
      isCompleted: Number(own) > 0,
      completedBy: Number(completedBy),
    })),
  }
}

/** Who takes part, and how far each has come: for managers of the programme. */
export async function listMembers(db: HostDatabase, learner: Learner, programmeId: string): Promise<MemberView[]> {
  if (learner.role !== 'manager') throw new HTTPException(403, { message: 'This is for managers.' })
  await viewProgramme(db, learner, programmeId)
  const rows = await db
    .selectFrom('enrolment')
    .innerJoin('learner', 'learner.id', 'enrolment.learnerId')
    .leftJoin('lesson', 'lesson.programmeId', 'enrolment.programmeId')
    .leftJoin('completion', (join) =>
      join.onRef('completion.lessonId', '=', 'lesson.id').onRef('completion.learnerId', '=', 'learner.id'),
    )
    .select(({ fn }) => [
      'learner.id',
      'learner.name',
      'learner.email',
      'learner.role',
      fn.count<number | string>('completion.lessonId').as('completed'),
      fn.max('completion.completedAt').as('lastCompletedAt'),
    ])
    .where('enrolment.programmeId', '=', programmeId)
    .groupBy(['learner.id', 'learner.name', 'learner.email', 'learner.role'])
    .orderBy('learner.name')
    .execute()
  return rows.map((row) => ({ ...row, completed: Number(row.completed) }))
}
