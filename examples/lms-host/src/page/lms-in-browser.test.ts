import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildPage } from '../server/build-page.ts'
import { type ServedLms, serveLms } from '../server/serve-lms.ts'
import { findChromium } from './find-chromium.fixture.ts'

const executablePath = findChromium()
if (executablePath === null) {
  console.warn('!! The pages are not tested: there is no Chromium. Set SOCIUS_TEST_CHROMIUM, or put one on the path.')
}

describe.skipIf(executablePath === null)('the pages in a browser', { timeout: 60_000 }, () => {
  let folder: string
  let lms: ServedLms
  let browser: Browser
  const faults: string[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lms-page-'))
    await buildPage({ folder, conditions: ['source'] })
    lms = await serveLms({ port: 0, database: ':memory:', page: folder, isQuiet: true })
    // A container's root has no sandbox to give.
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] })
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await lms?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** A window of its own, as somebody. */
  async function openAs(name: string): Promise<{ page: Page; context: BrowserContext }> {
    const context = await browser.newContext({ locale: 'en' })
    context.setDefaultTimeout(15_000)
    const page = await context.newPage()
    page.on('pageerror', ({ message }) => faults.push(message))
    await page.goto(lms.url)
    await page.getByRole('button', { name }).click()
    await page.getByRole('link', { name: 'Home' }).waitFor()
    return { page, context }
  }

  test('somebody with a wrong password stays outside', async () => {
    const page = await browser.newPage()
    await page.goto(`${lms.url}/settings`)
    await page.getByLabel('E-mail').fill('maya-lindqvist@lms.test')
    await page.getByLabel('Password').fill('guessed')
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByText('The e-mail or the password is not right.').waitFor()
    await page.close()
  })

  test('a learner links an account, sees posts arrive, answers, and unlinks it', async () => {
    const { page, context } = await openAs('Maya Lindqvist')
    const account = lms.simulated.network.bluesky.account('maya-lindqvist.test')
    account.post('A post that was written before anybody asked #arrival')

    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('radio', { name: 'Bluesky' }).check()
    await page.getByLabel('Your handle').fill('@maya-lindqvist.test')
    await page.getByLabel(/may read what this account publishes/).check()
    await page.getByLabel(/may show it to the people here/).check()
    await page.getByRole('button', { name: 'Link', exact: true }).click()
    await page.getByText(/^Read just now: /).waitFor()

    await page.getByRole('link', { name: 'Home' }).click()
    const arrived = page.getByRole('article').filter({ hasText: 'before anybody asked' })
    await arrived.waitFor()
    await arrived.getByRole('button', { name: 'Like 0', pressed: false }).click()
    await arrived.getByRole('button', { name: 'Like 1', pressed: true }).waitFor()
    await arrived.getByRole('button', { name: 'Comments 0' }).click()
    await arrived.getByLabel('Your comment').fill('So that is how it comes here.')
    await arrived.getByRole('button', { name: 'Comment', exact: true }).click()
    await arrived.getByText('So that is how it comes here.').waitFor()
    await arrived.getByRole('button', { name: 'Comments 1' }).waitFor()
    await arrived.getByRole('button', { name: 'Why this?' }).click()
    await arrived.getByText('comments here: 6 points').waitFor()

    await arrived.getByRole('button', { name: '#arrival' }).click()
    await page.getByRole('button', { name: '#arrival: show all again' }).waitFor()
    await expect.poll(() => page.getByRole('article').count()).toBe(1)

    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Unlink and erase' }).click()
    await page.getByRole('button', { name: 'Yes, erase' }).click()
    await page.getByText('Consent withdrawn').waitFor()
    await page.getByRole('link', { name: 'Home' }).click()
    await page.getByRole('article').first().waitFor()
    await expect.poll(() => arrived.count()).toBe(0)
    await context.close()
  })

  test('a lesson that one completes shows for a classmate in another window', async () => {
    const classmate = await openAs('Kofi Mensah')
    await classmate.page.getByRole('link', { name: 'Thinking with Data' }).first().click()
    await classmate.page.getByRole('article').first().waitFor()

    const { page, context } = await openAs('Maya Lindqvist')
    await page.getByRole('link', { name: 'Thinking with Data' }).first().click()
    await page.getByRole('button', { name: 'Complete: Changing your mind in public' }).click()

    const shown = classmate.page.getByRole('article').filter({ hasText: 'Changing your mind in public' })
    await shown.filter({ hasText: 'Maya Lindqvist' }).waitFor({ timeout: 5000 })
    await classmate.page.locator('#lesson-12').getByText('1 of 59').waitFor({ timeout: 5000 })

    await page.getByRole('button', { name: 'Take back: Changing your mind in public' }).click()
    await shown.waitFor({ state: 'detached', timeout: 5000 })
    await context.close()
    await classmate.context.close()
  })

  test('a manager sees the programme: its feed, and how far its members are', async () => {
    const { page, context } = await openAs('Ingrid Solberg')
    await page.getByRole('link', { name: 'Dashboard' }).click()
    await page.getByRole('heading', { name: 'Thinking with Data: dashboard' }).waitFor()
    await page.getByRole('article').first().waitFor()
    expect(await page.getByRole('row').count()).toBe(60)
    await page
      .getByRole('row', { name: /Kofi Mensah/ })
      .getByText('/ 12')
      .waitFor()
    await context.close()
  })

  test('nothing was thrown meanwhile', () => {
    expect(faults).toEqual([])
  })
})
