import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSocius, type Socius, systemOf } from '../index.js'

const postgres = process.env['SOCIUS_TEST_POSTGRES_URL']
const mariadb = process.env['SOCIUS_TEST_MARIADB_URL']
const prefix = `c${randomBytes(4).toString('hex')}_`
const folder = mkdtempSync(join(tmpdir(), 'socius-'))

const engines = [
  {
    name: 'SQLite',
    isMissing: false,
    open: () => kyselyStore({ dialect: 'sqlite', database: join(folder, 'social.db') }),
  },
  {
    name: 'Postgres',
    isMissing: postgres === undefined,
    open: () => kyselyStore({ dialect: 'postgres', url: postgres ?? '', prefix }),
  },
  {
    name: 'MariaDB',
    isMissing: mariadb === undefined,
    open: () => kyselyStore({ dialect: 'mysql', url: mariadb ?? '', prefix }),
  },
]

afterAll(() => rmSync(folder, { recursive: true }))

// Each has connections of its own, as another process would.
describe.each(engines)('two that count at once on $name', ({ isMissing, open }) => {
  let both: Socius[] = []
  let tenants = 0

  beforeAll(async () => {
    if (isMissing) return
    both = [
      await createSocius({ store: open(), dispatch: 'manual' }),
      await createSocius({ store: open(), dispatch: 'manual' }),
    ]
  })
  afterAll(() => Promise.all(both.map((social) => social.close())))

  it.skipIf(isMissing)('lose no like, comment or share, and rank by all of them', async () => {
    const actor = systemOf(`t${tenants++}`)
    const [one, other] = both
    if (!one || !other) throw new Error('There are two.')
    const { id: subjectId } = await one.activities.publish(actor, { personId: 'ada', text: 'x' })
    const people = Array.from({ length: 15 }, (_, place) => `p${place}`)
    await Promise.all(
      both.flatMap((social) => [
        // Both give each like, of which only one counts.
        ...people.map((personId) => social.reactions.add(actor, { personId, subjectId })),
        ...people.map((personId) => social.comments.add(actor, { personId, subjectId, text: 'Yes.' })),
        ...people.map((personId) => social.shares.add(actor, { personId, subjectId })),
        social.dispatch(),
      ]),
    )
    await Promise.all(both.map((social) => social.dispatch()))
    const here = { reactions: 15, comments: 30, shares: 30 }
    const [item] = (await one.feed.timeline(actor, { personId: 'ada' })).items
    expect(item?.here).toEqual(here)
    const engagement = async () => (await other.feed.explain(actor, { activityId: subjectId })).engagement.result
    expect(await engagement()).toBe(15 * 2 + 30 * 6 + 30 * 10)
    await Promise.all([
      ...both.flatMap((social) => people.map((personId) => social.reactions.remove(actor, { personId, subjectId }))),
      one.feed.rebuild(actor),
    ])
    await Promise.all(both.map((social) => social.dispatch()))
    await one.dispatch()
    expect(await engagement()).toBe(30 * 6 + 30 * 10)
    expect(await one.reactions.summary(actor, { subjectId })).toMatchObject({ people: 0, kinds: [] })
  })
})
