import { setTimeout as wait } from 'node:timers/promises'
import { type Browser, chromium, type Page } from 'playwright-core'
import { findChromium } from '../../packages/react-widgets/test-support/browser/find-chromium.ts'
import { longestTask } from '../../packages/react-widgets/test-support/browser/longest-task.ts'
import { openServer } from './widgets/server.ts'

/**
 * The feed in Chromium, against a server on loopback. From an activity that is published, before its transaction, to the
 * painted row of a `Feed` in the page, beside the time until a bare reader of the same stream, in the same page, has the
 * event: what lies between is the question for the new item, and React. Then the longest task of the main thread while 10,000
 * items are scrolled: by the clock, and of the thread's own time, which is what is left on a machine that is not busy.
 *
 *   node bench/src/widgets.ts [events] [milliseconds between two]
 */
const [events = 200, gap = 50] = process.argv.slice(2).map(Number)
const goals = { painted: 100, task: 50 }

const executablePath = findChromium()
if (executablePath === null) throw new Error('There is no Chromium: set SOCIUS_TEST_CHROMIUM.')
const server = await openServer(40)
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
try {
  await measurePaint(await open(browser, ''))
  await measureScroll(await open(browser, '?items=10000'))
} finally {
  await browser.close()
  await server.close()
}

async function open(on: Browser, query: string): Promise<Page> {
  const page = await on.newPage({ viewport: { width: 1000, height: 800 } })
  await page.goto(server.url + query)
  await page.getByRole('article').first().waitFor()
  return page
}

async function measurePaint(page: Page): Promise<void> {
  // Until both streams are open, and code is warm.
  await wait(1000)
  for (let number = 0; number < 20; number++) await publish()
  const published = new Map<string, number>()
  for (let number = 0; number < events; number++) {
    const { at, id } = await publish()
    published.set(id, at)
  }
  await wait(1000)
  const seen = await page.evaluate(() => window.seen)
  if (!seen) throw new Error('The page has not begun.')
  const after = (times: Record<string, number>) =>
    [...published].flatMap(([id, at]) => (times[id] === undefined ? [] : times[id] - at))
  const heard = after(seen.heard)
  const painted = after(seen.painted)
  const both = [...published.keys()].flatMap((id) => {
    const { [id]: first } = seen.heard
    const { [id]: last } = seen.painted
    return first === undefined || last === undefined ? [] : last - first
  })
  console.log(`${events} activities, one every ${gap} ms: milliseconds since they were published`)
  console.log(`  heard by a bare reader    ${summary(heard)}`)
  console.log(`  painted                   ${summary(painted)}   goal: p95 below ${goals.painted}`)
  console.log(`  painted after heard       ${summary(both)}`)
  if (heard.length !== events || painted.length !== events) {
    throw new Error(`Of ${events}, ${heard.length} were heard and ${painted.length} painted.`)
  }
}

async function publish(): Promise<{ at: number; id: string }> {
  await wait(gap)
  const at = performance.timeOrigin + performance.now()
  const { id } = await server.publish(at)
  return { at, id }
}

async function measureScroll(page: Page): Promise<void> {
  await page.mouse.move(400, 400)
  const scroll = async () => {
    for (let turn = 0; turn < 120; turn++) {
      await page.mouse.wheel(0, 600)
      await page.waitForTimeout(16)
    }
    for (const part of [0.25, 0.5, 0.75, 1]) {
      await page.evaluate((to) => window.scrollTo(0, to * document.documentElement.scrollHeight), part)
      await page.waitForTimeout(100)
    }
  }
  const { clock, own } = await longestTask(browser, page, scroll)
  console.log(
    `10,000 items scrolled: longest task ${clock.toFixed(1)} ms by the clock, ${own.toFixed(1)} ms of the thread's own` +
      `   goal: below ${goals.task}`,
  )
}

function summary(times: readonly number[]): string {
  const sorted = times.toSorted((one, other) => one - other)
  const at = (part: number) => (sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0).toFixed(1)
  return `p50 ${at(0.5).padStart(6)}   p95 ${at(0.95).padStart(6)}   most ${at(1).padStart(6)}`
}
