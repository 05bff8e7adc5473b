import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findViolations } from './find-violations.fixture.ts'
import { hasChromium, serveInBrowser } from './serve-in-browser.fixture.ts'

const inMemory = { create: async () => ({ url: ':memory:', drop: async () => undefined }) }

interface Visit {
  readonly name: string
  readonly path: string
  /** What stands there when the page has been loaded. */
  readonly isThere: (page: Page) => Promise<void>
}

const firstArticle = (page: Page) => page.getByRole('article').first().waitFor()

const visits: readonly Visit[] = [
  { name: 'home', path: '/', isThere: openCard },
  { name: 'programme', path: '/programmes/thinking-with-data', isThere: firstArticle },
  { name: 'dashboard', path: '/programmes/thinking-with-data/dashboard', isThere: firstArticle },
  { name: 'profile', path: '/people/kofi-mensah', isThere: firstArticle },
  { name: 'settings', path: '/settings', isThere: (page) => page.getByRole('radio').first().waitFor() },
]

/** With everything that a card can unfold. */
async function openCard(page: Page): Promise<void> {
  const card = page.getByRole('article').first()
  await card.getByRole('button', { name: 'Why this?' }).click()
  await card.getByRole('button', { name: /^Comments/ }).click()
  await card.getByLabel('Your comment').waitFor()
}

describe.skipIf(!hasChromium)('axe finds no fault', { timeout: 60_000 }, () => {
  const { open, openAs, served } = serveInBrowser(inMemory)
  const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
    [1280, 390].map((width) => ({ colorScheme, width, viewport: { width, height: 900 } })),
  )

  test.each(looks)('with any page, $colorScheme and $width wide', async ({ colorScheme, viewport }) => {
    const outside = await open({ colorScheme, viewport })
    await outside.getByText('Who can log in here').waitFor()
    expect(await findViolations(outside)).toEqual([])
    await outside.context().close()

    const page = await openAs('Ingrid Solberg', { colorScheme, viewport })
    for (const { name, path, isThere } of visits) {
      await page.goto(served().url + path)
      await isThere(page)
      expect([name, await findViolations(page)]).toEqual([name, []])
    }
    await page.context().close()
  })
})
