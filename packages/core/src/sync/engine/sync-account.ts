import { type Account, saveProfile } from '../../accounts/index.js'
import {
  type Activity,
  type ActivityWriteResult,
  activity,
  changeState,
  writeActivities,
} from '../../activities/index.js'
import { isSociusError, SociusError, throwIfAborted, yieldToLoop } from '../../kernel/index.js'
import type { CommandContext, TaskContext } from '../../operation/index.js'
import { profile } from '../../people/index.js'
import type { ActivityDraft, ReadPage } from '../../provider/index.js'
import { maxBatch } from '../../store/index.js'
import { type Checkpoint, checkpoint } from '../checkpoint.js'
import type { AccountReport } from '../report.js'
import { syncProgressed } from '../sync.events.js'
import type { SyncSettings } from '../sync-settings.js'
import { type AccountRun, changeAccountState, runAccount, setAside } from './account-run.js'
import { type PreparedPage, preparePage } from './prepare-page.js'
import { checksAfter, writeChecks } from './write-checks.js'

export interface SyncAccountOptions {
  readonly context: TaskContext
  readonly account: Account
  readonly settings: SyncSettings
  /** Reads everything again instead of what is new. */
  readonly full: boolean
  /** The run stops after so many pages, and the next one goes on there. @default none */
  readonly pages?: number
}

/** Reads what an account has published since the last run, or goes on where a run was cut off. */
export function syncAccount(options: SyncAccountOptions): Promise<AccountReport> {
  const { context, account, settings, full, pages = Number.POSITIVE_INFINITY } = options
  return runAccount({ context, account, settings, stream: 'activities' }, async (run, stored) => {
    try {
      await readProfile(run)
      // What was hidden with its account lies anywhere in its past.
      const wasHidden = account.state === 'unreadable' || account.state === 'gone'
      await readActivities(run, stored, { full: full || wasHidden, pages })
    } catch (error) {
      await noteAccountFailure(run, error)
      throw error
    }
    if (account.state !== 'active' && run.report.outcome === 'completed') {
      await run.write((inner) => changeAccountState(inner, account, 'active'))
    }
  })
}

/** Profiles change slowly: they are read weekly, and when the account was not to be seen the last time. */
async function readProfile(run: AccountRun): Promise<void> {
  const { provider, account, signal, context, settings } = run
  const [stored] = await context.store.get(profile, [account.id])
  const now = context.clock.now()
  // A time in the future is a clock's mistake.
  const isFresh = stored && stored.fetchedAt <= now && settings.profile.next(stored.fetchedAt, account.id) > now
  if (isFresh && account.state === 'active') return
  const { profile: draft } = await run.call('profile', () =>
    provider.readers.profile({ handle: account.externalId, signal }),
  )
  await run.write((inner) => saveProfile(inner, account, draft))
}

async function readActivities(
  run: AccountRun,
  stored: Checkpoint,
  { full, pages }: { full: boolean; pages: number },
): Promise<void> {
  const { provider, account, settings, signal, report, context } = run
  const reader = provider.readers.activities
  const capability = provider.capabilities.activities
  if (!reader || !capability) throw new SociusError('unsupported', `${provider.title} does not offer activities.`)
  const startAll = full && stored.cursor === null
  const since = startAll || stored.since === null ? null : stored.since - settings.overlap
  const limit = Math.min(capability.pageSize, maxBatch)
  const bookmark = startAll ? null : stored.bookmark
  const startedAt = stored.cursor === null ? context.clock.now() : stored.startedAt
  // Whoever goes on with a run that reads everything reads everything, too.
  let state: Checkpoint = { ...stored, startedAt, since: startAll ? null : stored.since }
  const asked = new Set<string | null>()
  for (let more = true; more; ) {
    throwIfAborted(signal)
    const { cursor } = state
    const ask = (from: string | null) =>
      run.call('activities', () => reader({ account, since, cursor: from, limit, signal, bookmark }))
    const isResumed = cursor !== null && report.pages === 0
    const page = await ask(cursor).catch((error: unknown) => {
      if (!isResumed || !isStaleCursor(error)) throw error
      // Nothing is lost: what the run had read is stored, and everything since the last whole run is read again.
      state = { ...state, cursor: null }
      return ask(null)
    })
    asked.add(state.cursor)
    // Not only the page before may come again: cursors that lead in a circle never end.
    if (page.next !== null && asked.has(page.next)) {
      throw new SociusError('provider_malformed', 'The platform gave the same page again.')
    }
    report.spend += page.items.length * capability.price.perItem
    const next = readsOn(page, since) ? page.next : null
    state = await writePage(run, page, (now) => advance(state, page, { next, now }))
    report.pages += 1
    more = next !== null && report.pages < pages
    if (next !== null && !more) report.outcome = 'partial'
    await yieldToLoop()
  }
}

/** Platforms forget cursors, and say so in any of these ways: Bluesky answers a server error. */
function isStaleCursor(error: unknown): boolean {
  return (['provider_rejected', 'provider_malformed', 'provider_unavailable'] as const).some((code) =>
    isSociusError(error, code),
  )
}

/** Whether there may be something newer than `since` behind this page. */
function readsOn(page: ReadPage<ActivityDraft>, since: number | null): boolean {
  if (page.next === null) return false
  const oldest = timesOf(page).at(-1)
  return since === null || oldest === undefined || oldest >= since
}

/** When the items were published, as far as they say so. */
function timesOf(page: ReadPage<ActivityDraft>): number[] {
  return page.items.map((item) => item.publishedAt).filter(Number.isSafeInteger)
}

/** The checkpoint after a page. */
function advance(
  state: Checkpoint,
  page: ReadPage<ActivityDraft>,
  { next, now }: { next: string | null; now: number },
): Checkpoint {
  const newest = Math.max(state.reached ?? 0, ...timesOf(page))
  // A date in the future would make every later run stop before it has read anything.
  const reached = Math.min(newest, now)
  const nextBookmark = state.cursor === null ? (page.bookmark ?? null) : state.nextBookmark
  if (next !== null) return { ...state, cursor: next, reached, nextBookmark, updatedAt: now }
  const since = Math.max(reached, state.since ?? 0)
  const ended = {
    cursor: null,
    reached: null,
    since: since === 0 ? null : since,
    completedAt: now,
    updatedAt: now,
  }
  return { ...state, ...ended, bookmark: nextBookmark, nextBookmark: null }
}

/** Writes a page and the checkpoint that says it was read, together. */
async function writePage(
  run: AccountRun,
  page: ReadPage<ActivityDraft>,
  advanced: (now: number) => Checkpoint,
): Promise<Checkpoint> {
  const { report, context } = run
  // Reading a page, making its rows and writing them each take the event loop for some milliseconds.
  await yieldToLoop()
  const prepared = await preparePage(run, page.items)
  await yieldToLoop()
  const state = advanced(context.clock.now())
  const aside = [...page.rejected, ...prepared.rejected]
  const result = await run.write(async (inner) => {
    const written = await writeActivities(inner, prepared)
    await checkWhatChanged(inner, run, { prepared, written })
    await setAside(inner, run.account.id, aside)
    await inner.store.upsert(checkpoint, [state])
    if (state.cursor !== null) announceProgress(inner, run, { page, written })
    return written
  })
  countWrites(report, result, prepared)
  run.reportRejected(aside)
  report.fetched += page.items.length + page.rejected.length
  return state
}

/** Counts that a page has brought are as good as looked up: what they did tells when to look again. */
async function checkWhatChanged(
  context: CommandContext,
  { provider, settings }: AccountRun,
  { prepared, written }: { prepared: PreparedPage; written: ActivityWriteResult },
): Promise<void> {
  const replaced = written.measured.filter(({ before }) => before !== null)
  if (replaced.length === 0 || !provider.readers.lookup) return
  const now = context.clock.now()
  const seen = replaced.map(({ activityId: id }) => {
    return { id, publishedAt: prepared.publishedAt.get(id) ?? now, lookedAt: 0, checkAt: null }
  })
  await writeChecks(context, checksAfter(seen, replaced, { now, bounds: settings.checks }), now)
}

/** A run of one page ends at once; of a longer one it can be seen how far it has come. */
function announceProgress(
  context: CommandContext,
  { account, report }: AccountRun,
  { page, written }: { page: ReadPage<ActivityDraft>; written: ActivityWriteResult },
): void {
  const { id: accountId, personId, platform } = account
  const payload = {
    accountId,
    personId,
    platform,
    stream: report.stream,
    pages: report.pages + 1,
    fetched: report.fetched + page.items.length + page.rejected.length,
    created: report.created + written.created.length,
    updated: report.updated + written.updated.length,
  }
  context.emit(syncProgressed, { subject: accountId, payload })
}

/** Adds what a write did to the report, once it is committed. */
export function countWrites(report: AccountReport, result: ActivityWriteResult, prepared: PreparedPage): void {
  report.created += result.created.length
  report.updated += result.updated.length
  report.unchanged += result.unchanged + prepared.unchanged
  report.measured += result.measured.length
}

/** When the platform says that the account cannot be seen, neither can what it published. Nothing is erased for that. */
async function noteAccountFailure(run: AccountRun, error: unknown): Promise<void> {
  if (isSociusError(error, 'provider_unauthorized')) {
    // The token is lost, not what it gave access to: that stays as it was last seen.
    await run.write((inner) => changeAccountState(inner, run.account, 'unauthorized'))
    return
  }
  const gone = isSociusError(error, 'provider_not_found')
  if (!gone && !isSociusError(error, 'provider_forbidden')) return
  await run.write((inner) => changeAccountState(inner, run.account, gone ? 'gone' : 'unreadable'))
  for (let hidden = maxBatch; hidden === maxBatch; ) {
    hidden = await run.write(async (inner) => {
      const rows = await shownActivities(inner, run.account.id)
      await changeState(inner, rows, 'unreadable')
      return rows.length
    })
    run.report.unreadable += hidden
    await yieldToLoop()
  }
}

async function shownActivities(context: CommandContext, accountId: string): Promise<Activity[]> {
  const where = { accountId, state: { in: ['present', 'suspected'] as const } }
  const page = await context.store.query(activity, { where, orderBy: [['checkAt', 'asc']], limit: maxBatch })
  return page.items
}
