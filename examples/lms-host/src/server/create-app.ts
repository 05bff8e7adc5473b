import type { Socius } from '@socius/core'
import type { NetworkServer } from '@socius/testkit/network'
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { demoAccountsOf, demoLearners } from './demo-learners.ts'
import type { Lessons } from './lessons.ts'
import { listMembers, programmesOf, viewProgramme } from './programmes.ts'
import { sameOriginOnly } from './same-origin.ts'
import type { Learner, Sessions } from './sessions.ts'
import type { HostDatabase } from './tables.ts'

export interface AppOptions {
  readonly db: HostDatabase
  readonly social: Pick<Socius, 'handler'>
  readonly sessions: Sessions
  readonly lessons: Lessons
  /** The simulated platforms. */
  readonly network: NetworkServer
}

/** Everything that is served: Socius below `/social`, the host's own API below `/api`. */
export function createApp({ db, social, sessions, lessons, network }: AppOptions): Hono {
  const app = new Hono()
  app.all('/social/*', ({ req }) => social.handler(req.raw))

  app.use('/api/*', sameOriginOnly)

  async function requireLearner(request: Request): Promise<Learner> {
    const learner = await sessions.learnerOf(request)
    if (learner) return learner
    throw new HTTPException(401, { message: 'Log in first.' })
  }

  app.get('/api/demo-learners', (context) => context.json(demoLearners))

  app.get('/api/demo-accounts', async ({ req, json }) =>
    json(demoAccountsOf((await requireLearner(req.raw)).id, network)),
  )

  app.post('/api/session', async (context) => {
    const given: unknown = await context.req.json().catch(() => null)
    const { email, password } = (given ?? {}) as Readonly<Record<string, unknown>>
    if (typeof email !== 'string' || typeof password !== 'string' || password.length > 200) {
      throw new HTTPException(400, { message: 'Give an email and a password.' })
    }
    const logged = await sessions.logIn(email, password)
    if (!logged) throw new HTTPException(401, { message: 'The e-mail or the password is not right.' })
    context.header('set-cookie', logged.cookie)
    return context.json(await whoIs(logged.learner))
  })

  app.delete('/api/session', async (context) => {
    context.header('set-cookie', await sessions.logOut(context.req.raw))
    return context.body(null, 204)
  })

  async function whoIs(learner: Learner) {
    return { learner, programmes: await programmesOf(db, learner) }
  }

  app.get('/api/session', async ({ req, json }) => {
    const learner = await sessions.learnerOf(req.raw)
    return json(learner && (await whoIs(learner)))
  })

  app.get('/api/programmes/:id', async ({ req, json }) =>
    json(await viewProgramme(db, await requireLearner(req.raw), req.param('id'))),
  )

  app.get('/api/programmes/:id/members', async ({ req, json }) =>
    json(await listMembers(db, await requireLearner(req.raw), req.param('id'))),
  )

  app.put('/api/lessons/:id/completion', async (context) => {
    await lessons.complete(await requireLearner(context.req.raw), context.req.param('id'))
    return context.body(null, 204)
  })

  app.delete('/api/lessons/:id/completion', async (context) => {
    await lessons.undo(await requireLearner(context.req.raw), context.req.param('id'))
    return context.body(null, 204)
  })

  app.all('/api/*', () => {
    throw new HTTPException(404, { message: 'There is nothing here.' })
  })

  app.onError((error, context) => {
    if (error instanceof HTTPException) return context.json({ message: error.message }, error.status)
    console.error(error)
    return context.json({ message: 'Something went wrong here.' }, 500)
  })
  return app
}
