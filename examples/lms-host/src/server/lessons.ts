import type { Socius } from '@socius/core'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import { HTTPException } from 'hono/http-exception'
import type { OpenDatabase } from './open-database.ts'
import { actorOf } from './open-social.ts'
import type { Learner } from './sessions.ts'
import type { HostDatabase } from './tables.ts'

export interface LessonsOptions {
  readonly database: OpenDatabase
  readonly social: Socius
  /** Where pages of the host are found, without a slash at the end. */
  readonly origin: () => string
}

/** Completing lessons: the host's row and the activity that announces it stand or fall together. */
export interface Lessons {
  complete(learner: Learner, lessonId: string): Promise<void>
  /** Takes a completion back, and what announced it. */
  undo(learner: Learner, lessonId: string): Promise<void>
}

export function createLessons({ database, social, origin }: LessonsOptions): Lessons {
  const { db, dialect } = database

  /** Runs work in one transaction of the host's, with Socius inside it. */
  async function together(work: (transaction: HostDatabase, here: ReturnType<Socius['using']>) => Promise<void>) {
    await db
      .transaction()
      .execute((transaction) => work(transaction, social.using(kyselyStore({ dialect, db: transaction }))))
    // What was announced is delivered now, not with the next commit of Socius itself. Nobody waits for it: others may have
    // announced much.
    social.dispatch().catch((error: unknown) => console.error(error))
  }

  return {
    complete: (learner, lessonId) =>
      together(async (transaction, here) => {
        const lesson = await requireLesson(transaction, learner, lessonId)
        const already = await completionOf(transaction, learner, lessonId)
        if (already) return
        const { id: activityId } = await here.activities.publish(actorOf(learner), {
          personId: learner.id,
          kind: 'lesson_completed',
          title: `Completed lesson ${lesson.place}: ${lesson.title}`,
          url: `${origin()}/programmes/${lesson.programmeId}#${lesson.id}`,
          audience: `programme:${lesson.programmeId}`,
          group: `lesson:${lesson.id}`,
        })
        const completion = { learnerId: learner.id, lessonId, activityId, completedAt: Date.now() }
        await transaction.insertInto('completion').values(completion).execute()
      }),

    undo: (learner, lessonId) =>
      together(async (transaction, here) => {
        const completion = await completionOf(transaction, learner, lessonId)
        if (!completion) return
        await transaction
          .deleteFrom('completion')
          .where('learnerId', '=', learner.id)
          .where('lessonId', '=', lessonId)
          .execute()
        await here.activities.remove(actorOf(learner), { activityId: completion.activityId })
      }),
  }
}

async function requireLesson(db: HostDatabase, learner: Learner, lessonId: string) {
  const lesson = await db
    .selectFrom('lesson')
    .innerJoin('enrolment', 'enrolment.programmeId', 'lesson.programmeId')
    .selectAll('lesson')
    .where('lesson.id', '=', lessonId)
    .where('enrolment.learnerId', '=', learner.id)
    .executeTakeFirst()
  if (lesson) return lesson
  throw new HTTPException(404, { message: 'There is no such lesson in your programmes.' })
}

function completionOf(db: HostDatabase, learner: Learner, lessonId: string) {
  return db
    .selectFrom('completion')
    .selectAll()
    .where('learnerId', '=', learner.id)
    .where('lessonId', '=', lessonId)
    .executeTakeFirst()
}
