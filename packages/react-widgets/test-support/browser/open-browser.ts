import { type Browser, chromium } from 'playwright-core'
import { findChromium } from './find-chromium.js'

const executablePath = findChromium()

/** Whether there is a browser to test in; says so aloud where there is none. */
export const hasBrowser = executablePath !== null

if (!hasBrowser) {
  console.warn('!! The widgets are not tested in a browser: there is no Chromium, and SOCIUS_TEST_CHROMIUM is not set.')
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: executablePath ?? '',
    // Containers have neither a sandbox nor much shared memory.
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
}
