import type { Account } from '../accounts/index.js'
import { type Activity, activity, changeState, eraseActivities, writeActivities } from '../activities/index.js'
import { SociusError, throwIfAborted, yieldToLoop } from '../kernel/index.js'
import type { CommandContext, TaskContext } from '../operation/index.js'
import type { LookedUp, LookupResult, RejectedItem } from '../provider/index.js'
import { maxRows } from '../store/index.js'
import { type AccountRun, runAccount, setAside } from './account-run.js'
import { checkpoint } from './checkpoint.js'
import { activityIdOf } from './normalise-draft.js'
import { preparePage } from './prepare-page.js'
import { quarantine } from './quarantine.js'
import type { AccountReport } from './report.js'
import { countWrites } from './sync-account.js'
import type { SyncSettings } from './sync-settings.js'

export interface RefreshAccountOptions {
  readonly context: TaskContext
  readonly account: Account
  readonly settings: SyncSettings
  /** Only activities that were published after this. Milliseconds since the epoch. */
  readonly publishedAfter: number | null
  /** Lets a run erase most of what it looks up; without it such a run stops, because a fault looks the same. */
  readonly confirmMassDeletion: boolean
}

/** From so many missing items on, a window that is mostly missing is not believed. */
const massDeletion = 10
/** So many items at least are judged together: a platform that is asked for one at a time would pass unnoticed else. */
const leastWindow = 25

/**
 * Looks up what is stored of an account: counts, edits and deletions come back from one call a batch. What is missing is
 * suspected first; a later look-up that misses it again erases it.
 */
export function refreshAccount(options: RefreshAccountOptions): Promise<AccountReport> {
  const { context, account, settings } = options
  return runAccount({ context, account, settings, stream: 'refresh' }, async (run, stored) => {
    const { provider, signal } = run
    const { lookup } = provider.readers
    const capability = provider.capabilities.lookup
    if (!lookup || !capability) throw new SociusError('unsupported', `${provider.title} does not offer look-ups.`)
    const perCall = capability.batchSize ?? capability.pageSize
    const limit = Math.max(perCall, leastWindow)
    const where = {
      accountId: account.id,
      state: { ne: 'deleted' as const },
      ...(options.publishedAfter === null ? {} : { publishedAt: { gte: options.publishedAfter } }),
    }
    for (let cursor = stored.cursor, more = true; more; ) {
      throwIfAborted(signal)
      const batch = await context.store.query(activity, { where, orderBy: [['publishedAt', 'desc']], limit, cursor })
      more = batch.next !== null
      cursor = batch.next
      if (batch.items.length > 0) {
        const answer = await lookUpAll(run, { lookup, rows: batch.items, perCall })
        const now = context.clock.now()
        const dueAt = now + settings.interval
        await applyAnswer(run, batch.items, answer, options, (inner) =>
          inner.store
            .upsert(checkpoint, [
              { ...stored, cursor, completedAt: more ? stored.completedAt : now, dueAt, updatedAt: now },
            ])
            .then(() => undefined),
        )
        run.report.nextDue = dueAt
      }
      run.report.pages += 1
      await yieldToLoop()
    }
    await retryQuarantined(run, lookup, perCall)
  })
}

type Lookup = NonNullable<AccountRun['provider']['readers']['lookup']>

/** Asks for rows in as many calls as the platform's batches take. */
async function lookUpAll(
  run: AccountRun,
  { lookup, rows, perCall }: { lookup: Lookup; rows: readonly Activity[]; perCall: number },
): Promise<Pick<LookupResult, 'results' | 'rejected'>> {
  const { account, provider, report, signal } = run
  const capability = provider.capabilities.lookup
  const publishedAt = new Map(rows.map((row) => [row.externalId, row.publishedAt]))
  const results: LookedUp[] = []
  const rejected: RejectedItem[] = []
  for (let start = 0; start < rows.length; start += perCall) {
    const externalIds = rows.slice(start, start + perCall).map((row) => row.externalId)
    const answer = await run.call(capability, () => lookup({ account, externalIds, publishedAt, signal }))
    report.spend += answer.results.length * (capability?.price.perItem ?? 0)
    results.push(...answer.results)
    rejected.push(...answer.rejected)
  }
  return { results, rejected }
}

/** A run meets an item once, so one that did not fit then is asked for here: its platform, or its reader, may be mended. */
async function retryQuarantined(run: AccountRun, lookup: Lookup, limit: number): Promise<void> {
  const { account, context, provider, report, signal } = run
  const { items } = await context.store.query(quarantine, {
    where: { accountId: account.id, externalId: { ne: null } },
    orderBy: [['lastSeenAt', 'asc']],
    limit,
  })
  const waiting = new Map(
    items.flatMap(({ id, externalId }) => (externalId === null ? [] : [[externalId, id] as const])),
  )
  if (waiting.size === 0) return
  const externalIds = [...waiting.keys()]
  const answer = await run.call(provider.capabilities.lookup, () => lookup({ account, externalIds, signal }))
  const found = sortAnswers(answer.results)
  const prepared = await preparePage(run, found.present)
  const stillBad = new Set([...answer.rejected, ...prepared.rejected].map(({ externalId }) => externalId))
  const settled = [...found.present.map(({ externalId }) => externalId), ...found.gone].filter(
    (id) => !stillBad.has(id),
  )
  const mended = settled.flatMap((externalId) => waiting.get(externalId) ?? [])
  const lastSeenAt = context.clock.now()
  const result = await run.write(async (inner) => {
    const written = await writeActivities(inner, prepared)
    await inner.store.remove(quarantine, { where: { id: { in: mended } }, limit: maxRows })
    // Those that wait longest come first the next time.
    const rest = items.map(({ id }) => id).filter((id) => !mended.includes(id))
    await inner.store.update(quarantine, { where: { id: { in: rest } }, set: { lastSeenAt } })
    return written
  })
  countWrites(report, result, prepared)
}

async function applyAnswer(
  run: AccountRun,
  rows: readonly Activity[],
  answer: Pick<LookupResult, 'results' | 'rejected'>,
  options: RefreshAccountOptions,
  checkpointed: (context: CommandContext) => Promise<void>,
): Promise<void> {
  const { report, context, settings } = run
  const found = sortAnswers(answer.results)
  const prepared = await preparePage(run, found.present)
  const idOf = (externalId: string) => activityIdOf(context.actor.tenant, run.account.platform, externalId)
  const goneIds = new Set(found.gone.map(idOf))
  const gone = rows.filter((row) => goneIds.has(row.id))
  const threshold = context.clock.now() - settings.confirmDeletionAfter
  const confirmed = gone.filter((row) => row.state === 'suspected' && row.stateSince <= threshold)
  if (!options.confirmMassDeletion && confirmed.length >= massDeletion && confirmed.length * 2 > rows.length) {
    throw new SociusError('conflict', 'Most of what was looked up is missing: nothing was erased.', {
      details: { missing: confirmed.length, asked: rows.length, breaker: 'mass-deletion' },
    })
  }
  const suspects = gone.filter((row) => row.state !== 'suspected')
  const unreadableIds = new Set(found.unreadable.map(idOf))
  const unreadable = rows.filter((row) => unreadableIds.has(row.id) && row.state !== 'unreadable')
  const aside = [...answer.rejected, ...prepared.rejected]
  const counted = found.counted.map(({ externalId, counts }) => ({ activityId: idOf(externalId), counts }))
  const measurements = [...prepared.measurements, ...counted]
  const result = await run.write(async (inner) => {
    const written = await writeActivities(inner, { rows: prepared.rows, measurements })
    await changeState(inner, suspects, 'suspected')
    await changeState(inner, unreadable, 'unreadable')
    await eraseActivities(inner, confirmed)
    await setAside(inner, run.account.id, aside)
    await checkpointed(inner)
    return written
  })
  countWrites(report, result, prepared)
  run.reportRejected(aside)
  report.fetched += rows.length
  report.suspected += suspects.length
  report.unreadable += unreadable.length
  report.deleted += confirmed.length
}

function sortAnswers(results: readonly LookedUp[]) {
  const present = results.flatMap((result) => (result.state === 'present' ? [result.item] : []))
  const counted = results.filter((result) => result.state === 'counted')
  const gone = results.flatMap((result) => (result.state === 'gone' ? [result.externalId] : []))
  const unreadable = results.flatMap((result) => (result.state === 'unreadable' ? [result.externalId] : []))
  return { present, counted, gone, unreadable }
}
