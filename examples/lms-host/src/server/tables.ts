import type { Kysely } from 'kysely'

/** The host's own tables. Times are milliseconds since the epoch. */
export interface HostTables {
  learner: LearnerTable
  programme: ProgrammeTable
  enrolment: { programmeId: string; learnerId: string; enrolledAt: number }
  lesson: LessonTable
  completion: CompletionTable
  session: { id: string; learnerId: string; expiresAt: number }
  setting: { name: string; value: string }
}

export interface LearnerTable {
  /** The id of the same person in Socius. */
  id: string
  email: string
  name: string
  /** See `password.ts`. */
  password: string
  role: 'learner' | 'manager'
}

export interface ProgrammeTable {
  id: string
  title: string
  summary: string
}

export interface LessonTable {
  id: string
  programmeId: string
  place: number
  title: string
  summary: string
  minutes: number
}

export interface CompletionTable {
  learnerId: string
  lessonId: string
  /** What announces it: written in the same commit. */
  activityId: string
  completedAt: number
}

export type HostDatabase = Kysely<HostTables>

/** Makes the tables that are missing. */
export async function createTables(db: HostDatabase): Promise<void> {
  const table = (name: keyof HostTables) => db.schema.createTable(name).ifNotExists()
  // `double precision` holds milliseconds exactly, and every driver gives it as a number.
  const time = 'double precision'

  await table('learner')
    .addColumn('id', 'varchar(60)', (column) => column.primaryKey())
    .addColumn('email', 'varchar(200)', (column) => column.notNull().unique())
    .addColumn('name', 'varchar(200)', (column) => column.notNull())
    .addColumn('password', 'varchar(300)', (column) => column.notNull())
    .addColumn('role', 'varchar(20)', (column) => column.notNull())
    .execute()
  await table('programme')
    .addColumn('id', 'varchar(60)', (column) => column.primaryKey())
    .addColumn('title', 'varchar(200)', (column) => column.notNull())
    .addColumn('summary', 'varchar(1000)', (column) => column.notNull())
    .execute()
  await table('enrolment')
    .addColumn('programmeId', 'varchar(60)', (column) => column.notNull().references('programme.id'))
    .addColumn('learnerId', 'varchar(60)', (column) => column.notNull().references('learner.id'))
    .addColumn('enrolledAt', time, (column) => column.notNull())
    .addPrimaryKeyConstraint('enrolment_key', ['programmeId', 'learnerId'])
    .execute()
  await table('lesson')
    .addColumn('id', 'varchar(60)', (column) => column.primaryKey())
    .addColumn('programmeId', 'varchar(60)', (column) => column.notNull().references('programme.id'))
    .addColumn('place', 'integer', (column) => column.notNull())
    .addColumn('title', 'varchar(200)', (column) => column.notNull())
    .addColumn('summary', 'varchar(1000)', (column) => column.notNull())
    .addColumn('minutes', 'integer', (column) => column.notNull())
    .execute()
  await table('completion')
    .addColumn('learnerId', 'varchar(60)', (column) => column.notNull().references('learner.id'))
    .addColumn('lessonId', 'varchar(60)', (column) => column.notNull().references('lesson.id'))
    .addColumn('activityId', 'varchar(60)', (column) => column.notNull())
    .addColumn('completedAt', time, (column) => column.notNull())
    .addPrimaryKeyConstraint('completion_key', ['learnerId', 'lessonId'])
    .execute()
  await table('session')
    .addColumn('id', 'varchar(64)', (column) => column.primaryKey())
    .addColumn('learnerId', 'varchar(60)', (column) => column.notNull().references('learner.id'))
    .addColumn('expiresAt', time, (column) => column.notNull())
    .execute()
  await table('setting')
    .addColumn('name', 'varchar(60)', (column) => column.primaryKey())
    .addColumn('value', 'varchar(200)', (column) => column.notNull())
    .execute()
}
