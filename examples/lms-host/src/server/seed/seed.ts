import { type Actor, defaultTenant, type RandomSource, type Socius, system } from '@socius/core'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import type { NetworkServer } from '@socius/testkit/network'
import { demoPassword } from '../demo-learners.ts'
import type { OpenDatabase } from '../open-database.ts'
import { hashPassword } from '../password.ts'
import { inLanes, openPast } from './past.ts'
import { people, type SeedPerson } from './people.ts'
import { planAnswers, type Subject } from './plan-answers.ts'
import { type Deed, planConnections, planYear } from './plan-year.ts'
import { lessons, programme } from './programme.ts'
import { hashtagsOf } from './write-text.ts'

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
// A server answers several at once, and each answer takes its way there and back; a file has but one writer.
const lanes = { sqlite: 1, postgres: 4 } as const

/** Fills an empty database: people, a programme, and what they did in a year. */
export async function seed({ database, server, random, until, origin, isQuiet }: SeedOptions): Promise<void> {
  const begin = until - 366 * day
  await writeHostTables(database, begin)
  const first = await openPast({ database, server, random, until })
  const others = Array.from({ length: lanes[database.dialect] - 1 }, () =>
    openPast({ database, server, random, until }),
  )
  const pasts = [first, ...(await Promise.all(others))]

  first.setTo(begin)
  await gather(database, first.social)
  first.setTo(null)

  await inLanes(pasts, {
    items: people,
    keyOf: ({ id }) => id,
    work: ({ social }, person) => link(social, person, server),
  })
  await first.social.sync.run(system)

  const subjects: Subject[] = []
  const completions: { learnerId: string; lessonId: string; activityId: string; completedAt: number }[] = []
  await inLanes(pasts, {
    items: planYear(until),
    keyOf: ({ personId }) => personId,
    async work({ social, setTo }, deed) {
      setTo(deed.at)
      const { at, personId } = deed
      const { id } = await social.activities.publish(actor(personId), activityOf(deed, origin))
      subjects.push({ id, personId, at })
      if (deed.does === 'writes') return
      completions.push({ learnerId: personId, lessonId: deed.lessonId, activityId: id, completedAt: at })
    },
  })
  for (let start = 0; start < completions.length; start += 100) {
    const some = completions.slice(start, start + 100)
    await database.db.insertInto('completion').values(some).execute()
  }

  if (!isQuiet) {
    subjects.push(...(await readPosts(first.social)))
    const inOrder = subjects.toSorted((one, other) => one.at - other.at)
    await inLanes(pasts, {
      items: planAnswers(inOrder, until),
      keyOf: ({ subjectId }) => subjectId,
      async work({ social, setTo }, { at, personId, subjectId, text }) {
        setTo(at)
        if (text === null) await social.reactions.add(actor(personId), { personId, subjectId })
        else await social.comments.add(actor(personId), { personId, subjectId, text })
      },
    })
  }
  // Ranks follow when the host has started: it delivers by itself what was announced here.
  await Promise.all(pasts.map(({ social }) => social.close()))
}

/** People, who of them takes part, and who knows whom: many facts in one commit of the host's. */
async function gather({ db, dialect }: OpenDatabase, social: Socius): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const here = social.using(kyselyStore({ dialect, db: transaction }))
    for (const { id: personId, name: displayName, headline, location, role: learnerRole } of people) {
      await here.people.save(system, { personId, displayName, headline, location })
      const role = learnerRole === 'manager' ? 'manager' : 'member'
      await here.memberships.join(system, { programmeId: programme.id, personId, role })
    }
    for (const [personId, otherId] of planConnections()) {
      await here.connections.request(actor(personId), { personId, otherId })
      await here.connections.accept(actor(otherId), { personId: otherId, otherId: personId })
    }
  })
}

async function link({ accounts }: Socius, person: SeedPerson, server: NetworkServer): Promise<void> {
  for (const { platform, handle: known } of person.isLinked ? person.accounts : []) {
    const handle = platform === 'rss' ? server.urlOf(known) : known
    await accounts.link(system, { personId: person.id, platform, handle, consent })
  }
}

function activityOf(deed: Deed, origin: string): Parameters<Socius['activities']['publish']>[1] {
  const { personId } = deed
  const audience = `programme:${programme.id}` as const
  if (deed.does === 'writes') return { personId, text: deed.text, audience, hashtags: hashtagsOf(deed.text) }
  const lesson = lessons.find(({ id }) => id === deed.lessonId)
  return {
    personId,
    kind: 'lesson_completed',
    title: `Completed lesson ${lesson?.place}: ${lesson?.title}`,
    url: `${origin}/programmes/${programme.id}#${deed.lessonId}`,
    audience,
    group: `lesson:${deed.lessonId}`,
  }
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
async function readPosts(social: Socius): Promise<Subject[]> {
  const found: Subject[] = []
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
