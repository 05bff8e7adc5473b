import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'esbuild'

/** A page of this folder with its script and the stylesheet, on loopback. */
export async function openSite(script: string): Promise<{ url: string; close(): Promise<void> }> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, script)],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    target: 'es2023',
    jsx: 'automatic',
    minify: true,
    conditions: ['source'],
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  })
  const files: Readonly<Record<string, readonly [type: string, body: string]>> = {
    '/': ['text/html', page],
    '/script.js': ['text/javascript', outputFiles[0]?.text ?? ''],
    '/styles.css': ['text/css', await readFile(join(import.meta.dirname, '../../styles.css'), 'utf8')],
  }
  const server = createServer((request, response) => {
    const file = files[new URL(request.url ?? '/', 'http://localhost').pathname]
    if (!file) return response.writeHead(404).end()
    return response.writeHead(200, { 'content-type': `${file[0]}; charset=utf-8` }).end(file[1])
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port, not on a pipe
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><title>A feed</title><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/styles.css">
<style>
html { color-scheme: light dark }
html[data-theme=light] { color-scheme: light }
html[data-theme=dark] { color-scheme: dark }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; background: light-dark(#fff, #0e0f11); color: light-dark(#1c2024, #eceef0) }
main { padding: 1rem; max-width: 42rem; margin: auto }
</style>
</head>
<body><header><a href="#top">Start</a><h1>A page</h1></header><main id="top"></main><footer><a href="#top">Top</a></footer>
<script type="module" src="/script.js"></script></body>
</html>`
