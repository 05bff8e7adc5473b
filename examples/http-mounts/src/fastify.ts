import { getRequestListener } from '@hono/node-server'
import { type FastifyInstance, fastify } from 'fastify'
import type { Social } from './social.ts'

export function createFastifyApp(social: Social): FastifyInstance {
  const app = fastify()
  const listener = getRequestListener(social.handler)
  app.register(async (scope) => {
    // In this scope alone no body is parsed: the handler reads it itself.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _body, done) => done(null))
    scope.all('/social/*', async (request, reply) => {
      reply.hijack()
      await listener(request.raw, reply.raw)
    })
  })
  return app
}
