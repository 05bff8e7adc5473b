import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Chromium on this machine: what `SOCIUS_TEST_CHROMIUM` says, or the first on the path. */
export function findChromium(): string | null {
  const { SOCIUS_TEST_CHROMIUM: given, PATH = '' } = process.env
  if (given) return given
  const files = ['chromium', 'google-chrome'].flatMap((name) =>
    PATH.split(delimiter).map((folder) => join(folder, name)),
  )
  return files.find(isExecutable) ?? null
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
