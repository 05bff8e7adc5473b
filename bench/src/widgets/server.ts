import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import { createSocius, system } from '@socius/core'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import { build } from 'esbuild'
import { Hono } from 'hono'

/** A social system on SQLite, behind a server on loopback that also has the page. */
export async function openServer(items: number) {
  const actorOf = (id: string) => ({ id, tenant: 'default', roles: [] })
  const social = await createSocius({
    store: kyselyStore({ dialect: 'sqlite', database: ':memory:' }),
    http: { authenticate: () => actorOf('ada') },
  })
  await social.people.save(system, { personId: 'bob', displayName: 'Bob Baker' })
  const publish = (number: number) =>
    social.activities.publish(actorOf('bob'), {
      personId: 'bob',
      text: `Notes on the ${number}th evening of the reading group, and what we made of the chapter.`,
      hashtags: ['reading'],
    })
  for (let number = 0; number < items; number++) await publish(number)

  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('page.tsx', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    target: 'es2023',
    jsx: 'automatic',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  const script = outputFiles[0]?.text ?? ''
  const styles = await readFile(fileURLToPath(import.meta.resolve('@socius/react-widgets/styles.css')), 'utf8')
  const app = new Hono()
  app.get('/', (context) => context.html(page))
  app.get('/script.js', (context) => context.body(script, 200, { 'content-type': 'text/javascript' }))
  app.get('/styles.css', (context) => context.body(styles, 200, { 'content-type': 'text/css' }))
  app.all('/social/*', (context) => social.handler(context.req.raw))
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // it listens on a port, not on a pipe
  return {
    url: `http://127.0.0.1:${port}/`,
    publish,
    async close() {
      await social.close()
      server.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
    },
  }
}

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>A feed</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/styles.css"></head>
<body><main></main><script type="module" src="/script.js"></script></body>
</html>`
