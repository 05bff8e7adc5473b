import type { Socius } from '@socius/core'
import type { Hono } from 'hono'
import { createApp } from './create-app.ts'
import { createLessons, type Lessons } from './lessons.ts'
import { openDatabase } from './open-database.ts'
import { openSocial } from './open-social.ts'
import { seed } from './seed/seed.ts'
import { type SimulatedNetwork, simulateNetwork } from './seed/simulate-network.ts'
import { createSessions } from './sessions.ts'
import { createTables, type HostDatabase } from './tables.ts'

export interface LmsOptions {
  /** An address of Postgres, or a file of SQLite, which may be `:memory:`. */
  readonly database: string
  /** Where pages of it are found, without a slash at the end. Asked when it is used: a port may be known later. */
  readonly origin: () => string
  /** The port of the simulated platforms. @default one that is free */
  readonly networkPort?: number
  /** Leaves out what people answered in the year that is made up, which takes most of the time. @default false */
  readonly isQuiet?: boolean
}

export interface Lms {
  readonly app: Hono
  readonly db: HostDatabase
  readonly social: Socius
  readonly lessons: Lessons
  readonly simulated: SimulatedNetwork
  /** How long it took to fill the database, in milliseconds; null where it was full. */
  readonly seededIn: number | null
  close(): Promise<void>
}

/** The whole host: its database, the simulated platforms, Socius, and what answers requests. */
export async function openLms({ database: where, origin, networkPort = 0, isQuiet = false }: LmsOptions): Promise<Lms> {
  const database = openDatabase(where)
  const { db } = database
  await createTables(db)
  const { until, isNew } = await readEpoch(db)
  const simulated = await simulateNetwork(until, networkPort)
  const { server, network } = simulated
  const begun = performance.now()
  if (isNew) {
    await seed({ database, server, random: network.random, until, origin: origin(), isQuiet })
    await db
      .insertInto('setting')
      .values({ name: 'epoch', value: String(until) })
      .execute()
  }
  const seededIn = isNew ? performance.now() - begun : null

  const sessions = createSessions(db, { secure: origin().startsWith('https:') })
  const social = await openSocial(database, { network: server, sessions })
  const lessons = createLessons({ database, social, origin })
  const app = createApp({ db, social, sessions, lessons, network: server })
  return {
    ...{ app, db, social, lessons, simulated, seededIn },
    async close() {
      await social.close()
      await simulated.close()
      await db.destroy()
    },
  }
}

/** The moment that the made-up year ends at: that of the first start, from then on. */
async function readEpoch(db: HostDatabase): Promise<{ until: number; isNew: boolean }> {
  const stored = await db.selectFrom('setting').select('value').where('name', '=', 'epoch').executeTakeFirst()
  return stored ? { until: Number(stored.value), isNew: false } : { until: Date.now(), isNew: true }
}
