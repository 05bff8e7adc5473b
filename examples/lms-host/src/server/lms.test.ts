import { isSociusError } from '@socius/core'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoPassword } from './demo-learners.ts'
import { type Lms, openLms } from './open-lms.ts'
import { testDatabases } from './test-databases.fixture.ts'

describe.each(testDatabases)('on $name', ({ isMissing, name: server, create }) => {
  describe.skipIf(isMissing)('the platform', () => {
    let lms: Lms
    let drop: () => Promise<void>
    beforeAll(async () => {
      const database = await create()
      drop = database.drop
      lms = await openLms({ database: database.url, origin: () => 'http://localhost', isQuiet: true })
    }, 120_000)
    afterAll(async () => {
      await lms?.close()
      await drop?.()
    })

    /** Asks as a browser would, with the cookie of a session. */
    function ask(path: string, { method = 'GET', body, ...headers }: Record<string, unknown> = {}) {
      return lms.app.request(path, {
        method: String(method),
        headers: { 'content-type': 'application/json', ...(headers as Record<string, string>) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
    }

    async function logIn(name: string): Promise<string> {
      const response = await ask('/api/session', {
        method: 'POST',
        body: { email: `${name}@lms.test`, password: demoPassword },
      })
      expect(response.status).toBe(200)
      return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    }

    test('a session begins with the right password, is kept from scripts, and ends with logging out', async () => {
      const body = { email: 'Maya-Lindqvist@LMS.test', password: demoPassword }
      const response = await ask('/api/session', { method: 'POST', body })
      const cookie = response.headers.get('set-cookie') ?? ''
      expect(cookie).toMatch(/^lms_session=[\w-]{43};/)
      expect(cookie).toMatch(/; HttpOnly/)
      expect(cookie).toMatch(/; SameSite=Lax/)
      const session = cookie.split(';')[0] ?? ''
      const mine = await ask('/api/session', { cookie: session })
      expect(await mine.json()).toMatchObject({ learner: { id: 'maya-lindqvist' }, programmes: [{}] })
      expect((await ask('/social/feed/home', { cookie: session })).status).toBe(200)
      expect((await ask('/api/session', { method: 'DELETE', cookie: session })).status).toBe(204)
      expect(await (await ask('/api/session', { cookie: session })).json()).toBeNull()
      expect((await ask('/social/feed/home', { cookie: session })).status).toBe(401)
    })

    test('a wrong password and an unknown address are refused alike', async () => {
      for (const email of ['maya-lindqvist@lms.test', 'nobody@lms.test']) {
        const response = await ask('/api/session', { method: 'POST', body: { email, password: 'guessed' } })
        expect(response.status).toBe(401)
        expect(response.headers.get('set-cookie')).toBeNull()
        expect(await response.json()).toEqual({ message: 'The e-mail or the password is not right.' })
      }
    })

    test('pages of other origins change nothing, neither by the host’s paths nor by those of Socius', async () => {
      const cookie = await logIn('kofi-mensah')
      const activity = { personId: 'kofi-mensah', text: 'Not mine' }
      for (const foreign of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
        const given = { cookie, ...foreign }
        expect((await ask('/api/lessons/lesson-12/completion', { method: 'PUT', ...given })).status).toBe(403)
        expect((await ask('/social/activities/publish', { method: 'POST', body: activity, ...given })).status).toBe(403)
      }
    })

    test('nobody acts in the name of another, and only managers see who takes part', async () => {
      const cookie = await logIn('kofi-mensah')
      const body = { personId: 'maya-lindqvist', text: 'Not hers' }
      expect((await ask('/social/activities/publish', { method: 'POST', body, cookie })).status).toBe(403)
      const members = '/api/programmes/thinking-with-data/members'
      expect((await ask(members, { cookie })).status).toBe(403)
      const answer = await ask(members, { cookie: await logIn('ingrid-solberg') })
      expect(await answer.json()).toHaveLength(60)
    })

    const lesson = 'lesson-12'

    async function written() {
      const completions = await lms.db.selectFrom('completion').selectAll().where('lessonId', '=', lesson).execute()
      const actor = { id: 'maya-lindqvist', tenant: 'default', roles: [] }
      const { items } = await lms.social.feed.programme(actor, {
        programmeId: 'thinking-with-data',
        kind: 'lesson_completed',
      })
      const announced = items.filter(({ activity }) => activity.group === `lesson:${lesson}`)
      return { completions: completions.length, announced: announced.length }
    }

    test('a lesson is completed once, and taken back with what announced it', async () => {
      const cookie = await logIn('maya-lindqvist')
      const path = `/api/lessons/${lesson}/completion`
      expect((await ask(path, { method: 'PUT', cookie })).status).toBe(204)
      expect((await ask(path, { method: 'PUT', cookie })).status).toBe(204)
      expect(await written()).toEqual({ completions: 1, announced: 1 })
      expect((await ask(path, { method: 'DELETE', cookie })).status).toBe(204)
      expect(await written()).toEqual({ completions: 0, announced: 0 })
    })

    /** Lets the database refuse something while work is done. */
    async function whileRefused<Result>(event: string, table: string, work: () => Promise<Result>): Promise<Result> {
      const refusal = refusals[server === 'SQLite' ? 'sqlite' : 'postgres'](event, table)
      for (const statement of refusal.begin) await sql.raw(statement).execute(lms.db)
      try {
        return await work()
      } finally {
        for (const statement of refusal.end) await sql.raw(statement).execute(lms.db)
      }
    }

    const maya = { id: 'maya-lindqvist', email: '', name: 'Maya Lindqvist', role: 'learner' } as const

    test('where the completion cannot be written, nothing is announced', async () => {
      const failing = whileRefused('insert', 'completion', () => lms.lessons.complete(maya, lesson))
      await expect(failing).rejects.toThrow('refused on purpose')
      expect(await written()).toEqual({ completions: 0, announced: 0 })
    })

    test('where what announced it cannot be taken back, the completion stays', async () => {
      await lms.lessons.complete(maya, lesson)
      const failing = whileRefused('update', 'socius_activity', () => lms.lessons.undo(maya, lesson))
      await expect(failing).rejects.toSatisfy((error) => isSociusError(error, 'store_rejected'))
      expect(await written()).toEqual({ completions: 1, announced: 1 })
      await lms.lessons.undo(maya, lesson)
      expect(await written()).toEqual({ completions: 0, announced: 0 })
    })
  })
})

const refusals = {
  sqlite: (event: string, table: string) => ({
    begin: [`create trigger refused before ${event} on ${table} begin select raise(abort, 'refused on purpose'); end`],
    end: ['drop trigger refused'],
  }),
  postgres: (event: string, table: string) => ({
    begin: [
      `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused on purpose'; end $$`,
      `create trigger refused before ${event} on ${table} for each row execute function refuse()`,
    ],
    end: [`drop trigger refused on ${table}`, 'drop function refuse'],
  }),
}
