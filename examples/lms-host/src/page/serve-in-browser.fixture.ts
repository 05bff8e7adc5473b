import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { buildPage } from '../server/build-page.ts'
import { type ServedLms, serveLms } from '../server/serve-lms.ts'
import type { TestDatabase } from '../server/test-databases.fixture.ts'
import { findChromium } from './find-chromium.fixture.ts'

const executablePath = findChromium()
if (executablePath === null) {
  console.warn('!! The pages are not tested: there is no Chromium. Set SOCIUS_TEST_CHROMIUM, or put one on the path.')
}

export const hasChromium = executablePath !== null

/** The platform on a database of its own, and a browser, for the tests of a suite. */
export function serveInBrowser({ create }: Pick<TestDatabase, 'create'>) {
  let folder: string
  let drop: (() => Promise<void>) | undefined
  let lms: ServedLms | undefined
  let browser: Browser | undefined
  const faults: string[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lms-page-'))
    await buildPage({ folder, conditions: ['source'] })
    const database = await create()
    drop = database.drop
    lms = await serveLms({ port: 0, database: database.url, page: folder, isQuiet: true })
    // The made-up year has been announced as well: what follows from it is there before anybody looks.
    await lms.social.dispatch()
    // A container's root has no sandbox to give.
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] })
  }, 180_000)

  afterAll(async () => {
    await browser?.close()
    await lms?.close()
    await drop?.()
    rmSync(folder, { recursive: true, force: true })
  }, 60_000)

  /** A window of its own, in which nobody is logged in. */
  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await here().browser.newContext({ locale: 'en', ...options })
    context.setDefaultTimeout(20_000)
    const page = await context.newPage()
    page.on('pageerror', ({ message }) => faults.push(message))
    await page.goto(here().lms.url)
    return page
  }

  function here() {
    if (!lms || !browser) throw new Error('The platform is served while tests run.')
    return { lms, browser }
  }

  return {
    /** What pages have thrown. */
    faults,
    served: () => here().lms,
    open,
    /** A window of its own, as somebody whom the log-in page offers. */
    async openAs(name: string, options?: BrowserContextOptions): Promise<Page> {
      const page = await open(options)
      await page.getByRole('button', { name }).click()
      await page.getByRole('link', { name: 'Home' }).waitFor()
      return page
    },
  }
}
