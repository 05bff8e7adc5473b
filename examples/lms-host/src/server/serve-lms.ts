import { serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { type Lms, type LmsOptions, openLms } from './open-lms.ts'

export interface ServeOptions extends Omit<LmsOptions, 'origin'> {
  /** 0 for one that is free. */
  readonly port: number
  /** The folder of the page that was built. */
  readonly page: string
}

export interface ServedLms extends Lms {
  readonly url: string
}

/** The host on a port of this machine, with its page, reading the platforms from then on. */
export async function serveLms({ port, page, ...options }: ServeOptions): Promise<ServedLms> {
  let url = `http://127.0.0.1:${port}`
  const lms = await openLms({ ...options, origin: () => url })
  const app = new Hono()
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        // Pictures of people stand where their platforms keep them.
        imgSrc: ["'self'", 'https:', 'data:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        frameAncestors: ["'none'"],
      },
    }),
  )
  app.route('/', lms.app)
  app.use('*', serveStatic({ root: page }))
  // Addresses of the page's own router.
  app.get('*', serveStatic({ root: page, path: 'index.html' }))

  const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' })
  await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject))
  const address = server.address()
  if (typeof address === 'object' && address) url = `http://127.0.0.1:${address.port}`
  lms.social.start({ tick: 500 })
  return {
    ...lms,
    url,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      if ('closeAllConnections' in server) server.closeAllConnections()
      await closed
      await lms.close()
    },
  }
}
