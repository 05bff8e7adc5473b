import { credibleWait } from './credible-wait.js'
import type { LimitRefusal, LimitWait, MemberPath } from './limit-table.js'
import { nextMidnight } from './next-midnight.js'
import { parseJson } from './parse-json.js'
import { readInstant } from './rate-limit.js'

/** That an answer means "too many calls". */
export interface Refused {
  /** Milliseconds, as its body says; null where it does not. */
  readonly retryAfter: number | null
}

export interface RefusalOptions {
  readonly refusals: readonly LimitRefusal[]
  readonly status: number
  /** Null where it could not be read. */
  readonly bytes: Uint8Array | null
  readonly now: number
}

/** Whether an answer is a refusal for too many calls, by the table of its platform; null where it is not. */
export function readRefusal({ refusals, status, bytes, now }: RefusalOptions): Refused | null {
  const candidates = refusals.filter(({ statuses }) => statuses.includes(status))
  if (candidates.length === 0) return null
  const parsed = bytes === null ? null : parseJson(bytes)
  const body = parsed && 'value' in parsed ? parsed.value : null
  const found = candidates.find(({ when }) => !when || membersAt(body, when.path).some((value) => isIn(value, when.is)))
  if (!found) return null
  for (const wait of found.waits ?? []) {
    const retryAfter = readWait(body, wait, now)
    if (retryAfter !== null) return { retryAfter }
  }
  return { retryAfter: null }
}

function isIn(value: unknown, wanted: readonly (string | number)[]): boolean {
  return wanted.some((each) => each === value)
}

const units = { milliseconds: 1, seconds: 1000, minutes: 60_000 }

function readWait(body: unknown, wait: LimitWait, now: number): number | null {
  if ('midnightIn' in wait) return credibleWait(nextMidnight(now, wait.midnightIn) - now)
  for (const value of membersAt(body, wait.path)) {
    const milliseconds = readMilliseconds(value, wait.as, now)
    const credible = milliseconds === null ? null : credibleWait(milliseconds)
    if (credible !== null) return credible
  }
  return null
}

function readMilliseconds(value: unknown, as: 'instant' | 'duration' | keyof typeof units, now: number): number | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null
  const text = String(value)
  if (as === 'instant') {
    const at = readInstant(text, now)
    return at === null ? null : at - now
  }
  const digits = (as === 'duration' ? /^(\d{1,9}(?:\.\d{1,9})?)s$/ : /^(\d{1,12}(?:\.\d{1,15})?)$/).exec(text)?.[1]
  return digits === undefined ? null : Number(digits) * (as === 'duration' ? 1000 : units[as])
}

// More than any error lists; a body from outside may hold a million.
const mostElements = 100

/** What stands at a path; more than one where it leads through a list. */
function membersAt(body: unknown, path: MemberPath): unknown[] {
  let values: unknown[] = [body]
  for (const name of path.split('.')) {
    values = values.flatMap((value): unknown[] => {
      if (name === '*') return Array.isArray(value) ? value.slice(0, mostElements) : []
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return []
      return [Reflect.get(value, name)]
    })
  }
  return values
}
