import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { transform } from 'lightningcss'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser, openBrowser } from '../test-support/browser/open-browser.js'

const light = { surface: 'rgb(255, 255, 255)', scheme: 'light', accent: 'rgb(11, 87, 176)' }
const dark = { surface: 'rgb(22, 24, 27)', scheme: 'dark', accent: 'rgb(138, 184, 245)' }

describe.skipIf(!hasBrowser)('the stylesheet', () => {
  let browser: Browser
  let page: Page
  let styles: readonly (readonly [how: string, css: string])[]
  beforeAll(async () => {
    const source = await readFile(join(import.meta.dirname, '../styles.css'))
    // The oldest browsers that bundlers write for when nobody tells them otherwise.
    const targets = { chrome: 111 << 16, edge: 111 << 16, firefox: 111 << 16, safari: (16 << 16) | (4 << 8) }
    const written = transform({ filename: 'styles.css', code: source, minify: true, targets })
    styles = [
      ['as it is', source.toString()],
      ['as bundlers write it', new TextDecoder().decode(written.code)],
    ]
    browser = await openBrowser()
    page = await browser.newPage()
  })
  afterAll(() => browser?.close())

  /** What a card, and a link that stands alone, are shown with. */
  async function shownWith(css: string, body: string, colorScheme: 'light' | 'dark') {
    await page.emulateMedia({ colorScheme })
    await page.setContent(`<style>${css}</style>${body}`)
    return page.evaluate(() => {
      const styleOf = (selector: string) => getComputedStyle(document.querySelector(selector) ?? document.body)
      const card = styleOf('.socius-card')
      return { surface: card.backgroundColor, scheme: card.colorScheme, accent: styleOf('.socius-attribution').color }
    })
  }

  const inside = '<article class="socius-card">A post</article><a class="socius-attribution" href="#there">There</a>'

  it.each([
    ['follows the reader’s system', inside, light, dark],
    ['is light where the page says so', `<div data-theme="light">${inside}</div>`, light, light],
    ['is dark where the page says so', `<div data-theme="dark">${inside}</div>`, dark, dark],
    [
      'takes the page’s own colours, whichever theme is set in between',
      `<style>:root { --socius-surface: rgb(1, 2, 3) }</style><div data-theme="dark">${inside}</div>`,
      { ...dark, surface: 'rgb(1, 2, 3)' },
      { ...dark, surface: 'rgb(1, 2, 3)' },
    ],
    [
      'takes them from any element around',
      `<div style="--socius-accent: rgb(1, 2, 3)">${inside}</div>`,
      { ...light, accent: 'rgb(1, 2, 3)' },
      { ...dark, accent: 'rgb(1, 2, 3)' },
    ],
    [
      'follows a page’s own switch',
      `<div style="--socius-scheme: dark; --socius-light: ; --socius-dark: initial">${inside}</div>`,
      dark,
      dark,
    ],
  ])('%s', async (_name, body, inLight, inDark) => {
    for (const [how, css] of styles) {
      expect([how, await shownWith(css, body, 'light')]).toEqual([how, inLight])
      expect([how, await shownWith(css, body, 'dark')]).toEqual([how, inDark])
    }
  })
})
