import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import { type Http, SociusError } from '@socius/core'

export interface RunningServer {
  readonly url: string
  close(): Promise<void>
}

const usualPort = 3000

/**
 * The port to keep serving on, `null` for not at all, and the arguments that are not about serving.
 * @throws SociusError `invalid_input` for a port that is none.
 */
export function readServe(given: readonly string[]): { port: number | null; rest: readonly string[] } {
  const place = given.indexOf('--serve')
  if (place === -1) return { port: null, rest: given }
  const next = given[place + 1]
  if (next === undefined || next.startsWith('--')) return { port: usualPort, rest: given.toSpliced(place, 1) }
  const port = Number(next)
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return { port, rest: given.toSpliced(place, 2) }
  throw new SociusError('invalid_input', 'After --serve comes a port, or nothing.')
}

/** What the page of the description loads, from this machine alone. */
const assets: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
}

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Socius quickstart: the API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="swagger-ui.css">
<main id="api"></main>
<script src="swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({ url: '/social/openapi.json', dom_id: '#api', docExpansion: 'none', validatorUrl: null })</script>
</html>
`

/** Serves the API below `/social` and its description at `/docs/`, to this machine alone. */
export async function openServer({ handler }: Pick<Http, 'handler'>, port: number): Promise<RunningServer> {
  async function answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/social/')) return handler(request)
    if (pathname === '/docs/') return new Response(page, { headers: { 'content-type': 'text/html; charset=utf-8' } })
    const asset = pathname.slice('/docs/'.length)
    const type = pathname.startsWith('/docs/') && Object.hasOwn(assets, asset) ? assets[asset] : undefined
    if (type === undefined) return Response.redirect(new URL('/docs/', request.url), 302)
    const file = fileURLToPath(import.meta.resolve(`swagger-ui-dist/${asset}`))
    return new Response(await readFile(file, 'utf8'), { headers: { 'content-type': type } })
  }

  return new Promise((resolve, reject) => {
    const server = serve({ fetch: answer, port, hostname: '127.0.0.1' }, (address) => {
      resolve({
        url: `http://127.0.0.1:${address.port}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            if ('closeAllConnections' in server) server.closeAllConnections()
          }),
      })
    })
    server.once('error', (error) => {
      reject(new SociusError('invalid_input', `Port ${port} cannot be used.`, { cause: error }))
    })
  })
}

export function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
