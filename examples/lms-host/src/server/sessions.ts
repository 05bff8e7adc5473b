import { createHash, randomBytes } from 'node:crypto'
import { parse, serialize } from 'hono/utils/cookie'
import { isPassword } from './password.ts'
import type { HostDatabase, LearnerTable } from './tables.ts'

export type Learner = Omit<LearnerTable, 'password'>

/** Who is logged in: one row a session, whose secret only the browser has. */
export interface Sessions {
  /** @returns the cookie to set, or null for a wrong password and for an unknown address alike */
  logIn(email: string, password: string): Promise<{ learner: Learner; cookie: string } | null>
  learnerOf(request: Request): Promise<Learner | null>
  /** @returns the cookie that takes the other away */
  logOut(request: Request): Promise<string>
}

const name = 'lms_session'
const week = 7 * 24 * 60 * 60

export function createSessions(db: HostDatabase, { secure }: { secure: boolean }): Sessions {
  const cookieOf = (value: string, maxAge: number) =>
    serialize(name, value, { httpOnly: true, sameSite: 'Lax', path: '/', secure, maxAge })

  return {
    async logIn(email, password) {
      const found = await db
        .selectFrom('learner')
        .selectAll()
        .where('email', '=', email.trim().toLowerCase())
        .executeTakeFirst()
      if (!(await isPassword(password, found?.password ?? null)) || !found) return null
      const secret = randomBytes(32).toString('base64url')
      const session = { id: idOf(secret), learnerId: found.id, expiresAt: Date.now() + week * 1000 }
      await db.insertInto('session').values(session).execute()
      const { password: _kept, ...learner } = found
      return { learner, cookie: cookieOf(secret, week) }
    },

    async learnerOf(request) {
      const secret = secretOf(request)
      if (secret === undefined) return null
      const found = await db
        .selectFrom('session')
        .innerJoin('learner', 'learner.id', 'session.learnerId')
        .select(['learner.id', 'learner.email', 'learner.name', 'learner.role'])
        .where('session.id', '=', idOf(secret))
        .where('session.expiresAt', '>', Date.now())
        .executeTakeFirst()
      return found ?? null
    },

    async logOut(request) {
      const secret = secretOf(request)
      if (secret !== undefined) await db.deleteFrom('session').where('id', '=', idOf(secret)).execute()
      return cookieOf('', 0)
    },
  }
}

function secretOf(request: Request): string | undefined {
  return parse(request.headers.get('cookie') ?? '', name)[name]
}

/** Whoever reads the table cannot log in with what is in it. */
function idOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
