// Looks at the widgets' pages of the built site in a browser.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findViolations } from '../packages/react-widgets/test-support/browser/find-violations.js'
import { hasBrowser, openBrowser } from '../packages/react-widgets/test-support/browser/open-browser.js'

/** What each page shows once its widget is there, and the buttons that open more of it. */
const pages = {
  feed: { words: 'Thursday is moved to seven', press: ['Like (0)', 'Comments (0)', 'Why this?'] },
  'activity-timeline': { words: 'Slides on stratified samples are up', press: ['Like (0)'] },
  'link-accounts': { words: 'Tram stop, eight minutes, ballpoint.', press: ['Link', 'Unlink and erase'] },
  'sync-status': { words: 'Read 1 hour ago', press: ['Read now'] },
  hooks: { words: 'Thursday is moved to seven', press: ['Like · 0'] },
}

const built = join(import.meta.dirname, '.vitepress/dist')

describe.skipIf(!hasBrowser)('the pages of the widgets', () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>
  let visit: Awaited<ReturnType<typeof browser.newContext>>
  let site: Awaited<ReturnType<typeof openBuiltSite>>
  beforeAll(async () => {
    site = await openBuiltSite()
    browser = await openBrowser()
    visit = await browser.newContext({ viewport: { width: 390, height: 844 } })
  })
  afterAll(async () => {
    await browser?.close()
    await site?.close()
  })

  test.each(Object.entries(pages))('%s works in light and in dark', async (name, { words, press }) => {
    const page = await visit.newPage()
    page.setDefaultTimeout(10_000)
    await page.emulateMedia({ colorScheme: 'light' })
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`)
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(`${site.url}/widgets/${name}`)
    const widget = page.locator('.live-widget')
    await widget.getByText(words).first().waitFor()
    for (const button of press) await widget.getByRole('button', { name: button, exact: true }).first().click()
    expect(await findViolations(page, '.live-widget')).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.locator('html.dark').waitFor()
    expect(await findViolations(page, '.live-widget')).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(false)
    expect(complaints).toEqual([])
    await page.close()
  })

  test('what a link leads to below a widget stays there when the widget is shown', async () => {
    const page = await visit.newPage()
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 844 })
      for (const name of ['feed', 'link-accounts'] as const) {
        await page.goto(`${site.url}/widgets/${name}#its-code`)
        await page.locator('.live-widget').getByText(pages[name].words).first().waitFor()
        const { y = Number.NaN } = (await page.locator('#its-code').boundingBox()) ?? {}
        expect(y, `${name} at ${width}`).toBeGreaterThan(0)
        expect(y, `${name} at ${width}`).toBeLessThan(250)
      }
    }
    await page.close()
  })

  test('a page loads its own widget only, and one without a widget none', async () => {
    const page = await browser.newPage()
    const scripts = new Set<string>()
    page.on('request', (request) => scripts.add(new URL(request.url()).pathname))
    const loads = (name: string) => [...scripts].some((path) => path.includes(`/${name}.`))
    await page.goto(`${site.url}/widgets/`)
    await page.waitForLoadState('networkidle')
    expect(loads('mount-widget')).toBe(false)
    await page.goto(`${site.url}/widgets/feed`)
    await page.locator('.live-widget').getByText(pages.feed.words).waitFor()
    expect(loads('mount-widget')).toBe(true)
    expect(loads('feed-scene')).toBe(true)
    expect(loads('linked-community')).toBe(false)
    await page.close()
  })
})

/** The site as it was built, on loopback. */
async function openBuiltSite(): Promise<{ url: string; close(): Promise<void> }> {
  const types: Readonly<Record<string, string>> = {
    '.css': 'text/css',
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript',
    '.json': 'application/json',
    '.woff2': 'font/woff2',
  }
  const cached = { 'cache-control': 'max-age=600' }
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const path = pathname.endsWith('/') ? `${pathname}index.html` : extname(pathname) ? pathname : `${pathname}.html`
    readFile(join(built, path)).then(
      (body) => response.writeHead(200, { ...cached, 'content-type': types[extname(path)] ?? 'text/plain' }).end(body),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port, not on a pipe
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
