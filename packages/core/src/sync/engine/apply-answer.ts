import {
  type Activity,
  activity,
  changeState,
  eraseActivities,
  type Measured,
  writeActivities,
} from '../../activities/index.js'
import { SociusError } from '../../kernel/index.js'
import type { LookupResult } from '../../provider/index.js'
import { type AccountRun, setAside } from './account-run.js'
import { type LookUp, sortAnswers } from './look-up.js'
import { activityIdOf } from './normalise-draft.js'
import { preparePage } from './prepare-page.js'
import { countWrites } from './sync-account.js'
import { addCheck, checksAfter, writeChecks } from './write-checks.js'

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
  if (!isDoubtful(judged) || round.rows.length >= leastWindow || round.confirmMassDeletion) {
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

/** Whether something is about to be erased while most of what was asked for is missing, be it for the first time. */
function isDoubtful({ asked, suspects, confirmed }: Judged): boolean {
  return confirmed.length > 0 && (suspects.length + confirmed.length) * 2 > asked
}

async function writeAnswer(round: Round, rows: readonly Activity[], answer: Answer): Promise<void> {
  const { run } = round
  const { report, context } = run
  const judged = judge(run, rows, answer)
  const missing = judged.suspects.length + judged.confirmed.length
  if (!round.confirmMassDeletion && missing >= massDeletion && isDoubtful(judged)) {
    throw new SociusError('conflict', 'Most of what was looked up is missing: nothing was erased.', {
      details: { missing, asked: rows.length, breaker: 'mass-deletion' },
    })
  }
  const found = sortAnswers(answer.results)
  const prepared = await preparePage(run, found.present)
  const idOf = (externalId: string) => activityIdOf(context.actor.tenant, run.account.platform, externalId)
  const aside = [...answer.rejected, ...prepared.rejected]
  const counted = found.counted.map(({ externalId, counts }) => ({ activityId: idOf(externalId), counts }))
  const measurements = [...prepared.measurements, ...counted]
  const answered = new Set(measurements.map(({ activityId }) => activityId))
  const unreadable = judged.unreadable.filter((row) => row.state !== 'unreadable')
  const result = await run.write(async (inner) => {
    const written = await writeActivities(inner, { rows: prepared.rows, measurements })
    await changeState(inner, judged.suspects, 'suspected')
    await changeState(inner, unreadable, 'unreadable')
    const checks = checksOf(round, rows, judged, { answered, measured: written.measured })
    await writeChecks(inner, checks, Math.max(context.clock.now(), round.startedAt))
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

/** The rows to look up again, by the time for it. */
function checksOf(
  { run }: Round,
  rows: readonly Activity[],
  judged: Judged,
  { answered, measured }: { answered: ReadonlySet<string>; measured: readonly Measured[] },
): ReadonlyMap<number, readonly string[]> {
  const { context, settings } = run
  const now = context.clock.now()
  const suspects = new Set(judged.suspects.map(({ id }) => id))
  const seen = rows
    .filter(({ id }) => answered.has(id))
    .map(({ id, publishedAt, fetchedAt, checkAt }) => ({ id, publishedAt, lookedAt: fetchedAt, checkAt }))
  const checks = checksAfter(seen, measured, { now, bounds: settings.checks })
  const { soonest, latest } = settings.checks
  for (const { id } of rows) {
    if (suspects.has(id)) addCheck(checks, now + settings.confirmDeletionAfter, id)
    // Hidden, or without an answer that fits: that seldom passes within hours.
    else if (!answered.has(id)) addCheck(checks, now + Math.min(Math.max(day, soonest), latest), id)
  }
  return checks
}
