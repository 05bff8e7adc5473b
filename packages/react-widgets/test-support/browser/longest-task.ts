import type { Browser, Page } from 'playwright-core'

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** Microseconds by the clock. */
  readonly dur?: number
  /** Microseconds in which the thread ran. */
  readonly tdur?: number
  readonly args: { readonly name?: string }
}

export interface LongestTask {
  /** By the clock, in milliseconds: what other processes of the machine took meanwhile is in it. */
  readonly clock: number
  /** Of the thread's own time, in milliseconds. Another task may be the longest by this measure. */
  readonly own: number
}

/** How long the longest task of a page's main thread takes while something is done. */
export async function longestTask(browser: Browser, page: Page, run: () => Promise<unknown>): Promise<LongestTask> {
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', '__metadata'] })
  // Beginning to trace is work itself.
  await page.waitForTimeout(500)
  await run()
  // Chromium's own format.
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`
  const main = new Set(
    traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(threadOf),
  )
  const tasks = traceEvents.filter((event) => event.name.endsWith('RunTask') && main.has(threadOf(event)))
  if (tasks.length === 0) throw new Error('The trace has no tasks.')
  return {
    clock: Math.max(...tasks.map(({ dur = 0 }) => dur / 1000)),
    own: Math.max(...tasks.map(({ tdur = 0 }) => tdur / 1000)),
  }
}
