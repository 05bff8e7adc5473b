import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findViolations } from '../../test-support/browser/find-violations.js'
import { longestTask } from '../../test-support/browser/longest-task.js'
import { hasBrowser, openBrowser } from '../../test-support/browser/open-browser.js'
import { openSite } from '../../test-support/browser/open-site.js'

describe.skipIf(!hasBrowser)('Feed in a browser', () => {
  let browser: Browser
  let site: Awaited<ReturnType<typeof openSite>>
  beforeAll(async () => {
    site = await openSite('feed-page.tsx')
    browser = await openBrowser()
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
    await article.getByText(/^It (counts as|stands above)/).waitFor()
    expect(await findViolations(page)).toEqual([])
    await page.close()
  })

  it('is used by keyboard alone', async () => {
    const page = await open()
    const tabTo = async (name: RegExp | string) => {
      for (let press = 0; press < 30; press++) {
        await page.keyboard.press('Tab')
        if ((await focused(page)).match(name)) return
      }
      throw new Error(`Tab does not reach ${name}`)
    }
    await tabTo(/^article/)
    await tabTo('button Like')
    await page.keyboard.press('Space')
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-pressed') === 'true')
    // Beyond what is rendered, and beyond the first page.
    for (let place = 2; place <= 33; place++) {
      await page.keyboard.press('PageDown')
      await page.waitForFunction((at) => document.activeElement?.getAttribute('aria-posinset') === at, String(place))
    }
    await page.keyboard.press('PageUp')
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-posinset') === '32')
    expect(await inSight(page)).toBe(true)
    await page.keyboard.press('Control+End')
    expect(await focused(page)).toBe('a Top')
    await page.close()
  })

  it('keeps the keys of a text to the text', async () => {
    const page = await open()
    const article = page.getByRole('article').first()
    await article.getByRole('button', { name: /^Comments/ }).click()
    await article.getByRole('textbox').fill('One')
    for (const key of ['PageDown', 'Control+Home']) {
      await page.keyboard.press(key)
      expect(await focused(page)).toMatch(/^textarea/)
    }
    await page.close()
  })

  it('reads from right to left where the page does', async () => {
    const page = await open('dir=rtl')
    const article = page.getByRole('article').first()
    const avatar = await article.locator('.socius-avatar').boundingBox()
    const author = await article.locator('.socius-author').boundingBox()
    expect(avatar?.x).toBeGreaterThan(author?.x ?? Number.POSITIVE_INFINITY)
    expect(await overflows(page)).toBe(false)
    await page.close()
  })

  it('fits a narrow screen', async () => {
    const page = await open('', { viewport: { width: 320, height: 600 } })
    expect(await overflows(page)).toBe(false)
    await page.close()
  })

  it('moves nothing where less motion is wanted', async () => {
    const transition = async (reducedMotion: 'reduce' | 'no-preference') => {
      const page = await open('', { reducedMotion })
      const button = page.locator('.socius-like').first()
      const duration = await button.evaluate((element) => getComputedStyle(element).transitionDuration)
      await page.close()
      return duration
    }
    expect(await transition('no-preference')).toBe('0.12s')
    expect(await transition('reduce')).toBe('0s')
  })

  it('leaves what is read where it is when items come on top, and shows them when asked', async () => {
    const page = await open()
    await page.mouse.move(400, 400)
    await page.mouse.wheel(0, 1500)
    await page.waitForTimeout(400)
    const mark = page.getByText('Note 24', { exact: true })
    const before = await mark.boundingBox()
    await page.evaluate(() => window.feedPage?.showLive())
    await page.evaluate(() => window.feedPage?.publish('Fresh'))
    await page.waitForFunction(() => document.querySelector('[aria-posinset="9"]') !== null)
    await page.waitForFunction(() => window.feedPage?.first() === 'Fresh')
    expect((await mark.boundingBox())?.y).toBeCloseTo(before?.y ?? 0, 0)
    await page.close()
  })

  it('does the same in an element that scrolls', async () => {
    const page = await open('element=1')
    expect(await page.getByRole('article').count()).toBeLessThan(20)
    const mark = page.getByText('Note 18', { exact: true })
    for (let turn = 0; turn < 40 && !(await mark.isVisible()); turn++) {
      await page.locator('#scroller').evaluate((element) => element.scrollBy(0, 150))
      await page.waitForTimeout(30)
    }
    await page.waitForTimeout(300)
    const before = await mark.boundingBox()
    await page.evaluate(() => window.feedPage?.showLive())
    await page.evaluate(() => window.feedPage?.publish('Fresh'))
    await page.waitForFunction(() => window.feedPage?.first() === 'Fresh')
    await page.waitForTimeout(100)
    expect((await mark.boundingBox())?.y).toBeCloseTo(before?.y ?? 0, 0)
    await page.getByRole('article').last().focus()
    await page.keyboard.press('PageDown')
    await page.keyboard.press('PageDown')
    expect(await inSight(page)).toBe(true)
    expect(await findViolations(page)).toEqual([])
    await page.close()
  })

  it('stays where the page is when it is shown anew', async () => {
    const page = await open('items=1000')
    await page.evaluate(() => window.scrollTo(0, 20_000))
    await page.waitForTimeout(300)
    const top = await page.evaluate(() => window.scrollY)
    expect(top).toBeGreaterThan(15_000)
    await page.evaluate(() => window.feedPage?.remount())
    await page.waitForTimeout(300)
    expect(Math.abs((await page.evaluate(() => window.scrollY)) - top)).toBeLessThan(2000)
    expect(await page.evaluate(() => document.elementFromPoint(450, 400)?.closest('article') !== null)).toBe(true)
    await page.close()
  })

  it('keeps what has the focus, however far it is scrolled away', async () => {
    const page = await open('items=1000')
    await page.getByRole('article').nth(1).getByRole('button', { name: /^Like/ }).focus()
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight / 2))
    await page.waitForFunction(() => Number([...document.querySelectorAll('article')].at(-1)?.ariaPosInSet) > 300)
    expect(await focused(page)).toMatch(/^button Like/)
    await page.keyboard.press('PageDown')
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-posinset') === '3')
    await page.waitForFunction(() => (document.activeElement?.getBoundingClientRect().top ?? -1) > 0)
    await page.close()
  })

  it('goes to what is new when it is asked for', async () => {
    const page = await open()
    await page.mouse.move(400, 400)
    await page.mouse.wheel(0, 1500)
    await page.evaluate(() => window.feedPage?.publish('Fresh'))
    await page.getByRole('button', { name: 'Show 1 new item' }).click()
    await page.waitForFunction(() => document.activeElement?.textContent?.includes('Fresh') === true)
    expect(await inSight(page)).toBe(true)
    await page.close()
  })

  it('hides an item and brings it back', async () => {
    const page = await open()
    const article = page.getByRole('article').filter({ hasText: 'Two things' })
    await article.getByRole('button', { name: 'Hide' }).click()
    await article.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await article.waitFor()
    await page.close()
  })

  it('scrolls through ten thousand items', async () => {
    const page = await open('items=10000')
    expect(await page.getByRole('article').first().getAttribute('aria-setsize')).toBe('10000')
    await page.mouse.move(400, 400)
    const { clock, own } = await longestTask(browser, page, async () => {
      for (let turn = 0; turn < 60; turn++) {
        await page.mouse.wheel(0, 600)
        await page.waitForTimeout(16)
      }
      for (const part of [0.25, 0.5, 0.75, 1]) {
        await page.evaluate((to) => window.scrollTo(0, to * document.documentElement.scrollHeight), part)
        await page.waitForTimeout(100)
      }
    })
    await page.getByText('(10000)').waitFor()
    expect(await page.getByRole('article').count()).toBeLessThan(40)
    // How long they take is the machine's; that it is known, is what counts.
    console.log(
      `10,000 items: the longest task while scrolling took ${clock.toFixed(1)} ms, at most ${own.toFixed(1)} its own`,
    )
    await page.close()
  })
})

/** What has the focus: its tag, and what it says. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement: element } = document
    return `${element?.tagName.toLowerCase()} ${element?.textContent}`
  })
}

function inSight(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const box = document.activeElement?.getBoundingClientRect()
    return box !== undefined && box.top < window.innerHeight && box.bottom > 0
  })
}

function overflows(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
}
