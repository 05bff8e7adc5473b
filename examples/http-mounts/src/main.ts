// Serves a social system in memory through one of the frameworks:
//
//   node examples/http-mounts/src/main.ts [express|hono|fastify] [port]
//
//   curl -H 'authorization: Bearer ada' http://127.0.0.1:3000/social/feed/home
import { serve } from '@hono/node-server'
import { createExpressApp } from './express.ts'
import { createFastifyApp } from './fastify.ts'
import { createHonoApp } from './hono.ts'
import { createSocial } from './social.ts'

const [framework = 'hono', given = '3000'] = process.argv.slice(2)
const port = Number(given)
const hostname = '127.0.0.1'
const { social } = await createSocial()

const start: Readonly<Record<string, () => unknown>> = {
  express: () => createExpressApp(social).listen(port, hostname),
  hono: () => serve({ fetch: createHonoApp(social).fetch, port, hostname }),
  fastify: () => createFastifyApp(social).listen({ port, host: hostname }),
}
const chosen = Object.hasOwn(start, framework) ? start[framework] : undefined
if (!chosen) throw new Error(`There is no ${framework} here: ${Object.keys(start).join(', ')}.`)
await chosen()
console.log(`${framework}: http://${hostname}:${port}/social/feed/home`)
