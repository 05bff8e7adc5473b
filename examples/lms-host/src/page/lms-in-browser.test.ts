import { system } from '@socius/core'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { demoPassword } from '../server/demo-learners.ts'
import { testDatabases } from '../server/test-databases.fixture.ts'
import { hasChromium, serveInBrowser } from './serve-in-browser.fixture.ts'

describe.each(testDatabases)('on $name', (database) => {
  describe.skipIf(!hasChromium || database.isMissing)('the pages in a browser', { timeout: 90_000 }, () => {
    const { served, open, openAs, faults } = serveInBrowser(database)
    const maya = 'maya-lindqvist'

    async function logIn(page: Page, password: string): Promise<void> {
      await page.getByLabel('E-mail').fill(`${maya}@lms.test`)
      await page.getByLabel('Password').fill(password)
      await page.getByRole('button', { name: 'Log in' }).click()
    }

    async function link(page: Page, platform: string, handle: string): Promise<void> {
      await page.getByRole('link', { name: 'Settings' }).click()
      await page.getByRole('radio', { name: platform }).check()
      await page.getByLabel(/^Your (?:handle|username)/).fill(handle)
      await page.getByLabel(/may read what this account publishes/).check()
      await page.getByLabel(/may show it to the people here/).check()
      await page.getByRole('button', { name: 'Link', exact: true }).click()
    }

    /** Whether a card says this when it is asked why it stands here; else it is closed again. */
    async function explains(card: Locator, said: string): Promise<boolean> {
      const why = card.getByRole('button', { name: 'Why this?' })
      await why.click()
      const isSaid = await card
        .getByText(said)
        .waitFor({ timeout: 2000 })
        .then(
          () => true,
          () => false,
        )
      if (!isSaid) await why.click()
      return isSaid
    }

    const article = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text })

    test('somebody with a wrong password stays outside', async () => {
      const page = await open()
      await logIn(page, 'guessed')
      await page.getByText('The e-mail or the password is not right.').waitFor()
      await page.context().close()
    })

    test('a learner logs in, links an account, sees posts arrive, answers, filters, and unlinks it', async () => {
      const account = served().simulated.network.bluesky.account(`${maya}.test`)
      account.post('A post that was written before anybody asked #arrival')
      const page = await open()
      await logIn(page, demoPassword)
      await page.getByRole('link', { name: 'Home' }).waitFor()

      // Without a consent nothing is linked.
      await page.getByRole('link', { name: 'Settings' }).click()
      await page.getByText(`${maya}.test`, { exact: true }).waitFor()
      await page.getByRole('radio', { name: 'Bluesky' }).check()
      await page.getByLabel('Your handle').fill(`@${maya}.test`)
      await page.getByRole('button', { name: 'Link', exact: true }).click()
      await page.getByText('Nothing is read before you allow what is required.').waitFor()

      await link(page, 'Bluesky', `@${maya}.test`)
      await page.getByText(/^Read just now: /).waitFor()
      await page.getByRole('link', { name: 'Home' }).click()
      const arrived = article(page, 'before anybody asked')
      await arrived.waitFor()

      account.post('A post that was written while somebody looked on')
      // Its turn would come within a minute.
      await served().social.sync.run(system, { personId: maya })
      await page.getByRole('button', { name: /^Show \d+ new items?$/ }).click()
      await article(page, 'while somebody looked on').waitFor()

      await arrived.getByRole('button', { name: 'Like (0)', pressed: false }).click()
      await arrived.getByRole('button', { name: 'Like (1)', pressed: true }).waitFor()
      await arrived.getByRole('button', { name: 'Comments (0)' }).click()
      await arrived.getByLabel('Your comment').fill('So that is how it comes here.')
      await arrived.getByRole('button', { name: 'Comment', exact: true }).click()
      await arrived.getByText('So that is how it comes here.').waitFor()
      await arrived.getByRole('button', { name: 'Comments (1)' }).waitFor()
      // Its rank follows in a moment: whoever was faster looks again.
      await expect.poll(() => explains(arrived, 'comments here: 6 points'), { timeout: 20_000 }).toBe(true)

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
      await page.context().close()
    })

    test('a learner links Mastodon and DEV as well, and finds both on the own page', async () => {
      const { mastodon, devto } = served().simulated.network
      mastodon.account(`@maya_lindqvist@fedi.test`).post('Said on a server of my own')
      devto.account('maya_lindqvist').publish({ title: 'Written for developers', html: '<p>And for others.</p>' })
      const page = await openAs('Maya Lindqvist')
      for (const [platform, handle] of [
        ['Mastodon', '@maya_lindqvist@fedi.test'],
        ['DEV', 'maya_lindqvist'],
      ] as const) {
        await link(page, platform, handle)
        const linked = page
          .getByRole('list', { name: 'Your accounts' })
          .getByRole('listitem')
          .filter({ hasText: platform })
        await linked.getByText(/^Read just now: /).waitFor()
      }
      await page.getByRole('link', { name: 'Maya Lindqvist' }).click()
      await article(page, 'Said on a server of my own').getByRole('link', { name: 'View on Mastodon' }).waitFor()
      await article(page, 'Written for developers').getByRole('link', { name: 'View on DEV' }).waitFor()
      await page.context().close()
    })

    test('a lesson that one completes shows for a classmate in another window', async () => {
      const classmate = await openAs('Kofi Mensah')
      await classmate.getByRole('link', { name: 'Thinking with Data' }).first().click()
      await classmate.getByRole('article').first().waitFor()

      const page = await openAs('Maya Lindqvist')
      await page.getByRole('link', { name: 'Thinking with Data' }).first().click()
      await page.getByRole('button', { name: 'Complete: Changing your mind in public' }).click()

      const shown = article(classmate, 'Changing your mind in public').filter({ hasText: 'Maya Lindqvist' })
      await shown.waitFor({ timeout: 10_000 })
      await classmate.locator('#lesson-12').getByText('1 of 59').waitFor({ timeout: 10_000 })

      await page.getByRole('button', { name: 'Take back: Changing your mind in public' }).click()
      await shown.waitFor({ state: 'detached', timeout: 10_000 })
      await page.context().close()
      await classmate.context().close()
    })

    test('a manager sees the programme: its feed, and how far its members are', async () => {
      const page = await openAs('Ingrid Solberg')
      await page.getByRole('link', { name: 'Dashboard' }).click()
      await page.getByRole('heading', { name: 'Thinking with Data: dashboard' }).waitFor()
      await page.getByRole('article').first().waitFor()
      expect(await page.getByRole('row').count()).toBe(60)
      await page
        .getByRole('row', { name: /Kofi Mensah/ })
        .getByText('/ 12')
        .waitFor()
      await page.context().close()
    })

    test('nothing was thrown meanwhile', () => {
      expect(faults).toEqual([])
    })
  })
})
