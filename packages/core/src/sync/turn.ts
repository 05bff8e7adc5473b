import { digest, SociusError } from '../kernel/index.js'

/** When something that recurs is due again. */
export interface Turn {
  /** After `now`; the same for the same account. */
  next(now: number, accountId: string): number
  /** Milliseconds: nothing is due later than this after `now`. */
  readonly longest: number
}

/** The share of an interval over which accounts are spread: those that were linked together do not stay together. */
const spread = 0.1

/** Every so many milliseconds, a little earlier for each account by a share of its own. */
export function everyInterval(milliseconds: number): Turn {
  return {
    next: (now, accountId) => now + Math.ceil(milliseconds * (1 - spread * shareOf(accountId))),
    longest: milliseconds,
  }
}

/**
 * By a cron expression of five or six fields. All accounts are due at the same moment: whoever writes a time means it.
 * @param timeZone IANA name.
 * @throws `invalid_option` for an expression that is none, or never comes.
 */
export async function byCron(expression: string, timeZone: string): Promise<Turn> {
  // Loaded by those who use it: most hosts say an interval.
  const { Cron } = await import('croner')
  try {
    const job = new Cron(expression, { timezone: timeZone, paused: true })
    const next = (now: number) => job.nextRun(new Date(now))?.getTime() ?? null
    if (next(0) === null) throw new Error('never')
    return { next: (now) => next(now) ?? Number.MAX_SAFE_INTEGER, longest: leapYears }
  } catch (cause) {
    throw new SociusError('invalid_option', 'sync: not a cron expression with a time to come.', { cause })
  }
}

/** The rarest date that an expression can name, 29 February, comes at least so often. */
const leapYears = 8 * 366 * 24 * 3_600_000

/** From 0 to 1, the same for the same id. */
function shareOf(accountId: string): number {
  return (digest(accountId).charCodeAt(0) % 64) / 63
}
