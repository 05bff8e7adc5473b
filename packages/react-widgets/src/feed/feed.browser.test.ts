import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type * as AxeEngine from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../../test-support/browser/find-chromium.js'
import { openSite } from '../../test-support/browser/open-site.js'

const executablePath = findChromium()
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

if (executablePath === null) {
  console.warn('!! The widgets are not tested in a browser: there is no Chromium, and SOCIUS_TEST_CHROMIUM is not set.')
}

describe.skipIf(executablePath === null)('Feed in a browser', () => {
  let browser: Browser
  let site: Awaited<ReturnType<typeof openSite>>
  beforeAll(async () => {
    site = await openSite('feed-page.tsx')
    browser = await chromium.launch({
      executablePath: executablePath ?? '',
      // Containers have neither a sandbox nor much shared memory.
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    })
  })
  afterAll(async () => {
    await browser?.close()
    await site?.close()
  })

  async function open(query = '', options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 900, height: 800 }, ...options })
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(`${site.url}?${query}`)
    await page.getByRole('article').first().waitFor()
    expect(errors).toEqual([])
    return page
  }

  it.each([
    ['wide and light', '', { colorScheme: 'light' }],
    ['narrow and dark', '', { colorScheme: 'dark', viewport: { width: 360, height: 740 } }],
    ['from right to left', 'dir=rtl', {}],
    ['dark by its own theme', 'theme=dark', { colorScheme: 'light' }],
    ['light by its own theme', 'theme=light', { colorScheme: 'dark' }],
  ] as const)('has nothing that axe finds fault with, %s', async (_name, query, options) => {
    const page = await open(query, options)
    const article = page.getByRole('article').first()
    await article.getByRole('button', { name: /^Like/ }).click()
    await article.getByRole('button', { name: /^Comments/ }).click()
    await article.getByRole('textbox').fill('Well said')
    await article.getByRole('button', { name: 'Comment', exact: true }).click()
    await article.getByRole('button', { name: /^Remove/ }).waitFor()
    await article.getByRole('button', { name: 'Why this?' }).click()
    await article.getByText(/^counts as of/).waitFor()
    expect(await violations(page)).toEqual([])
    await page.close()
  })
})

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const { axe: engine } = window as unknown as { axe: typeof AxeEngine }
    const { violations: found } = await engine.run()
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
    )
  })
}
