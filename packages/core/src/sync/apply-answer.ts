import {
  type Activity,
  activity,
  activityCounts,
  changeState,
  eraseActivities,
  writeActivities,
} from '../activities/index.js'
import { SociusError } from '../kernel/index.js'
import type { CommandContext } from '../operation/index.js'
import type { Counts, LookupResult } from '../provider/index.js'
import { type AccountRun, setAside } from './account-run.js'
import { type LookUp, sortAnswers } from './look-up.js'
import { nextCheck } from './next-check.js'
import { activityIdOf } from './normalise-draft.js'
import { preparePage } from './prepare-page.js'
import { countWrites } from './sync-account.js'

/** Rows of a refresh that are judged together. */
export interface Round {
  readonly run: AccountRun
  readonly lookUp: LookUp
  readonly rows: readonly Activity[]
  /** When the refresh began. */
  readonly startedAt: number
  readonly confirmMassDeletion: boolean
}

/** From so many missing items on, a window that is mostly missing is not believed. */
const massDeletion = 10
/** So many items at least are judged together, when some are missing: else a few at a time would pass unnoticed. */
export const leastWindow = 25

const day = 24 * 3_600_000

/** Looks rows up, and writes what became of them, together with when each is looked up again. */
export async function applyAnswer(round: Round): Promise<void> {
  const { run, lookUp } = round
  const first = await lookUp(round.rows)
  const judged = judge(run, round.rows, first)
  if (!isMostlyMissing(judged) || round.rows.length >= leastWindow || round.confirmMassDeletion) {
    return writeAnswer(round, round.rows, first)
  }
  // Before a few that are missing are erased, others of the account are asked for.
  const others = await witnesses(run, round.rows)
  const second = await lookUp(others)
  const results = [...first.results, ...second.results]
  await writeAnswer(round, [...round.rows, ...others], { results, rejected: [...first.rejected, ...second.rejected] })
}

async function witnesses({ context, account }: AccountRun, rows: readonly Activity[]): Promise<readonly Activity[]> {
  const where = { accountId: account.id, state: { ne: 'deleted' as const }, id: { notIn: rows.map(({ id }) => id) } }
  const limit = leastWindow - rows.length
  const page = await context.store.query(activity, { where, orderBy: [['checkAt', 'asc']], limit })
  return page.items
}

type Answer = Pick<LookupResult, 'results' | 'rejected'>

interface Judged {
  readonly asked: number
  /** Missing for the first time. */
  readonly suspects: readonly Activity[]
  /** Missing again. */
  readonly confirmed: readonly Activity[]
  readonly unreadable: readonly Activity[]
}

function judge(run: AccountRun, rows: readonly Activity[], answer: Answer): Judged {
  const { context, settings } = run
  const found = sortAnswers(answer.results)
  const now = context.clock.now()
  const byExternalId = new Map(rows.map((row) => [row.externalId, row]))
  const unfit = new Set(answer.rejected.map(({ externalId }) => externalId))
  const gone = found.gone.flatMap((externalId) => byExternalId.get(externalId) ?? [])
  const isConfirmed = ({ state, stateSince }: Activity) =>
    // A suspicion from the future comes of a clock that was wrong.
    state === 'suspected' && (stateSince <= now - settings.confirmDeletionAfter || stateSince > now)
  return {
    asked: rows.length,
    suspects: gone.filter((row) => row.state !== 'suspected'),
    confirmed: gone.filter(isConfirmed),
    // What was answered and does not fit is there: it stays as it was last seen.
    unreadable: found.unreadable.flatMap((externalId) =>
      unfit.has(externalId) ? [] : (byExternalId.get(externalId) ?? []),
    ),
  }
}

function isMostlyMissing({ asked, confirmed }: Judged): boolean {
  return confirmed.length * 2 > asked
}

async function writeAnswer(round: Round, rows: readonly Activity[], answer: Answer): Promise<void> {
  const { run } = round
  const { report, context } = run
  const judged = judge(run, rows, answer)
  if (!round.confirmMassDeletion && judged.confirmed.length >= massDeletion && isMostlyMissing(judged)) {
    throw new SociusError('conflict', 'Most of what was looked up is missing: nothing was erased.', {
      details: { missing: judged.confirmed.length, asked: rows.length, breaker: 'mass-deletion' },
    })
  }
  const found = sortAnswers(answer.results)
  const prepared = await preparePage(run, found.present)
  const idOf = (externalId: string) => activityIdOf(context.actor.tenant, run.account.platform, externalId)
  const aside = [...answer.rejected, ...prepared.rejected]
  const counted = found.counted.map(({ externalId, counts }) => ({ activityId: idOf(externalId), counts }))
  const measurements = [...prepared.measurements, ...counted]
  const measured = new Map(measurements.map(({ activityId, counts }) => [activityId, counts]))
  const checks = await checksOf(round, rows, judged, measured)
  const unreadable = judged.unreadable.filter((row) => row.state !== 'unreadable')
  const result = await run.write(async (inner) => {
    const written = await writeActivities(inner, { rows: prepared.rows, measurements })
    await changeState(inner, judged.suspects, 'suspected')
    await changeState(inner, unreadable, 'unreadable')
    await writeChecks(inner, checks, round.startedAt)
    await eraseActivities(inner, judged.confirmed)
    await setAside(inner, run.account.id, aside)
    return written
  })
  countWrites(report, result, prepared)
  run.reportRejected(aside)
  report.fetched += rows.length
  report.suspected += judged.suspects.length
  report.unreadable += unreadable.length
  report.deleted += judged.confirmed.length
}

/** The rows to look up again, by the time for it: few times, since a time is a power of two of hours from now. */
async function checksOf(
  { run }: Round,
  rows: readonly Activity[],
  judged: Judged,
  measured: ReadonlyMap<string, Counts>,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const { context, settings } = run
  const now = context.clock.now()
  const stored = await context.store.get(
    activityCounts,
    rows.map(({ id }) => id),
  )
  const suspects = new Set(judged.suspects.map(({ id }) => id))
  const checks = new Map<number, string[]>()
  for (const [place, row] of rows.entries()) {
    const counts = stored[place] ?? null
    const after = measured.get(row.id) ?? null
    const facts = { now, publishedAt: row.publishedAt, before: counts && { counts, at: row.fetchedAt }, after }
    const at = suspects.has(row.id)
      ? now + settings.confirmDeletionAfter
      : after === null
        ? now + Math.min(Math.max(day, settings.checks.soonest), settings.checks.latest)
        : nextCheck(facts, settings.checks)
    checks.set(at, [...(checks.get(at) ?? []), row.id])
  }
  return checks
}

async function writeChecks(
  { store, clock }: CommandContext,
  checks: ReadonlyMap<number, readonly string[]>,
  startedAt: number,
): Promise<void> {
  const fetchedAt = Math.max(clock.now(), startedAt)
  for (const [checkAt, ids] of checks) {
    await store.update(activity, { where: { id: { in: ids }, state: { ne: 'deleted' } }, set: { checkAt, fetchedAt } })
  }
}
