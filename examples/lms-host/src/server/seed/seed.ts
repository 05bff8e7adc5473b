import { type Actor, type Clock, defaultTenant, type RandomSource, type Socius, system } from '@socius/core'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import { createVirtualClock, type NetworkServer } from '@socius/testkit/network'
import { demoPassword } from '../demo-learners.ts'
import type { OpenDatabase } from '../open-database.ts'
import { openSocial } from '../open-social.ts'
import { hashPassword } from '../password.ts'
import { createDice } from './dice.ts'
import { people } from './people.ts'
import { comments } from './phrases.ts'
import { planConnections, planYear } from './plan-year.ts'
import { lessons, programme } from './programme.ts'
import { hashtagsOf, writeText } from './write-text.ts'

export interface SeedOptions {
  readonly database: OpenDatabase
  readonly server: NetworkServer
  readonly random: RandomSource
  /** The end of the year that is lived through: now. */
  readonly until: number
  readonly origin: string
  /** Leaves out likes and comments. */
  readonly isQuiet: boolean
}

const day = 24 * 60 * 60 * 1000
const consent = { purposes: ['sync' as const, 'display' as const], text: 'seed-1' }

/** Fills an empty database: people, a programme, and what they did in a year. */
export async function seed({ database, server, random, until, origin, isQuiet }: SeedOptions): Promise<void> {
  const { db, dialect } = database
  // The year is lived through: what is written stands at its own time. Only reading the platforms takes time, in which
  // a wait for one of their limits is over at once.
  const present = createVirtualClock({ start: until })
  let now: number | null = until - 366 * day
  const clock: Clock = { now: () => now ?? present.now(), wait: present.wait }
  const social = await openSocial(database, { network: server, past: { clock, random } })

  /** Many facts in one commit. */
  function atOnce(work: (here: ReturnType<Socius['using']>) => Promise<void>): Promise<void> {
    return db.transaction().execute((transaction) => work(social.using(kyselyStore({ dialect, db: transaction }))))
  }

  await writeHostTables(database, now)
  await atOnce(async (here) => {
    for (const { id: personId, name: displayName, headline, location, role } of people) {
      await here.people.save(system, { personId, displayName, headline, location })
      const isManager = role === 'manager'
      await here.memberships.join(system, {
        programmeId: programme.id,
        personId,
        role: isManager ? 'manager' : 'member',
      })
    }
    for (const [personId, otherId] of planConnections()) {
      await here.connections.request(actor(personId), { personId, otherId })
      await here.connections.accept(actor(otherId), { personId: otherId, otherId: personId })
    }
  })

  now = null
  for (const { id: personId, accounts, isLinked } of people) {
    for (const { platform, handle: known } of isLinked ? accounts : []) {
      const handle = platform === 'rss' ? server.urlOf(known) : known
      await social.accounts.link(system, { personId, platform, handle, consent })
    }
  }
  await social.sync.run(system)

  const completions: { learnerId: string; lessonId: string; activityId: string; completedAt: number }[] = []
  const written: { id: string; personId: string; at: number }[] = []
  await atOnce(async (here) => {
    for (const deed of planYear(until)) {
      now = deed.at
      const { personId, at } = deed
      const audience = `programme:${programme.id}` as const
      if (deed.does === 'writes') {
        const { text } = deed
        const { id } = await here.activities.publish(actor(personId), {
          personId,
          text,
          audience,
          hashtags: hashtagsOf(text),
        })
        written.push({ id, personId, at })
        continue
      }
      const lesson = lessons.find(({ id }) => id === deed.lessonId)
      const { id: activityId } = await here.activities.publish(actor(personId), {
        personId,
        kind: 'lesson_completed',
        title: `Completed lesson ${lesson?.place}: ${lesson?.title}`,
        url: `${origin}/programmes/${programme.id}#${deed.lessonId}`,
        audience,
        group: `lesson:${deed.lessonId}`,
      })
      completions.push({ learnerId: personId, lessonId: deed.lessonId, activityId, completedAt: at })
      written.push({ id: activityId, personId, at })
    }
  })
  for (let start = 0; start < completions.length; start += 100) {
    await db
      .insertInto('completion')
      .values(completions.slice(start, start + 100))
      .execute()
  }
  if (!isQuiet) written.push(...(await readPosts(social)))
  written.sort((one, other) => one.at - other.at)

  const dice = createDice('answers')
  await atOnce(async (here) => {
    for (const { id: subjectId, personId: author, at } of isQuiet ? [] : written) {
      const others = people.filter(({ id }) => id !== author)
      // What lies far back is seldom looked at, and each answer is a command of its own.
      const liveliness = at > until - 60 * day ? 1 : 0.1
      for (const { id: personId } of dice.some(others, Math.floor(dice.next() ** 2 * 8 * liveliness))) {
        now = Math.min(until, at + Math.floor(dice.next() * day))
        await here.reactions.add(actor(personId), { personId, subjectId })
      }
      const answers = dice.next() < 0.4 * liveliness ? 1 + dice.below(3) : 0
      for (const { id: personId } of dice.some(others, answers)) {
        now = Math.min(until, at + Math.floor(dice.next() * 2 * day))
        await here.comments.add(actor(personId), { personId, subjectId, text: writeText(dice, comments) })
      }
    }
  })
  // Ranks follow when the host has started: it delivers by itself what was announced here.
  await social.close()
}

async function writeHostTables({ db }: OpenDatabase, enrolledAt: number): Promise<void> {
  // Everybody who is made up has the same password, so that one calculation does.
  const password = await hashPassword(demoPassword)
  const learners = people.map(({ id, name, role }) => ({ id, name, role, email: `${id}@lms.test`, password }))
  await db.insertInto('learner').values(learners).execute()
  await db.insertInto('programme').values(programme).execute()
  await db
    .insertInto('lesson')
    .values([...lessons])
    .execute()
  const enrolments = people.map(({ id: learnerId }) => ({ programmeId: programme.id, learnerId, enrolledAt }))
  await db.insertInto('enrolment').values(enrolments).execute()
}

/** What was read from the platforms, person by person. */
async function readPosts(social: Socius): Promise<{ id: string; personId: string; at: number }[]> {
  const found: { id: string; personId: string; at: number }[] = []
  for (const { id: personId, isLinked } of people) {
    if (!isLinked) continue
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof social.feed.timeline>> = await social.feed.timeline(system, {
        personId,
        limit: 100,
        cursor,
      })
      for (const { activity } of page.items) {
        if (activity.origin === 'synced') found.push({ id: activity.id, personId, at: activity.publishedAt })
      }
      cursor = page.next
    } while (cursor !== null)
  }
  return found
}

function actor(id: string): Actor {
  return { id, tenant: defaultTenant, roles: [] }
}
