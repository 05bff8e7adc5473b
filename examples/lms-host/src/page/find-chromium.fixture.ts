import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A Chromium to test in: the one that SOCIUS_TEST_CHROMIUM names, or one on the path. Null where there is none. */
export function findChromium(): string | null {
  const { SOCIUS_TEST_CHROMIUM: named, PATH = '' } = process.env
  const names = ['chromium', 'chromium-browser', 'google-chrome']
  const onPath = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  return (named === undefined ? onPath : [named]).find(isExecutable) ?? null
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
