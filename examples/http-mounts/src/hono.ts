import { Hono } from 'hono'
import type { Social } from './social.ts'

export function createHonoApp(social: Social): Hono {
  const app = new Hono()
  app.all('/social/*', (context) => social.handler(context.req.raw))
  return app
}
