import type { Account } from '../../accounts/index.js'
import {
  type Activity,
  type ActivitySupplement,
  activity,
  activitySupplement,
  archivedRow,
  fillRow,
  isArchivedOnly,
  joinTellings,
  loadSanitiser,
  suppression,
  tellingsOf,
  unfillRow,
  writeActivities,
} from '../../activities/index.js'
import { canonicalJson, digest, throwIfAborted } from '../../kernel/index.js'
import type { CommandContext, TaskContext } from '../../operation/index.js'
import type { ActivityDraft, RejectedItem } from '../../provider/index.js'
import type { AccountReport } from '../report.js'
import type { SyncSettings } from '../sync-settings.js'
import { type AccountRun, runAccount, setAside } from './account-run.js'
import { type CheckedDraft, checkDraft, isRejected, normaliseDraft } from './normalise-draft.js'
import { checksOf } from './prepare-page.js'
import { countWrites } from './sync-account.js'

export interface ImportArchiveOptions {
  readonly context: TaskContext
  readonly account: Account
  readonly settings: SyncSettings
  readonly drafts: readonly ActivityDraft[]
  /** What the archive is called, and when it was taken. */
  readonly archive: { readonly source: string; readonly at: number }
}

/**
 * Keeps what a person's own archive says of what they have published, beside what their platform says. It is all in one
 * transaction, and the same batch again changes nothing, so whoever was cut off starts anew.
 */
export function importArchive(options: ImportArchiveOptions): Promise<AccountReport> {
  const { context, account, settings, drafts, archive } = options
  return runAccount({ context, account, settings, stream: 'archive' }, async (run) => {
    const { report, signal } = run
    throwIfAborted(signal)
    const { checked, rejected, foreign } = sortOut(run, drafts)
    const prepared = await prepare(run, checked, archive)
    const result = await run.write(async (inner) => {
      const kept = await holdKept(inner, account.id, prepared)
      const rows = prepared.rows.filter(({ id }) => kept.has(id))
      const written = await writeActivities(inner, { rows, measurements: [] })
      const supplements = prepared.supplements.filter(({ id }) => kept.has(id))
      if (supplements.length > 0) await inner.store.upsert(activitySupplement, supplements)
      await setAside(inner, account.id, rejected)
      return written
    })
    countWrites(report, result, { ...prepared, measurements: [], publishedAt: new Map(), rejected })
    run.reportRejected([...rejected, ...foreign])
    report.pages += 1
    report.fetched += drafts.length
  })
}

/** What others have written is not kept, nor set aside to be asked for: they have agreed to nothing. */
function sortOut({ account, context, mayDisplay }: AccountRun, drafts: readonly ActivityDraft[]) {
  const options = { tenant: context.actor.tenant, account, mayDisplay, now: context.clock.now() }
  const isOwn = ({ author }: ActivityDraft) => author.externalId === account.externalId
  // Of two drafts of one item in a batch the last counts.
  const own = new Map(drafts.filter(isOwn).map((draft) => [draft.externalId, draft]))
  const outcomes = [...own.values()].map((draft) => checkDraft(draft, options))
  const others = drafts.filter((draft) => !isOwn(draft))
  const foreign = others.map((): RejectedItem => ({ externalId: null, reason: 'an item by somebody else' }))
  return { checked: outcomes.filter(isChecked), rejected: outcomes.filter(isRejected), foreign }
}

function isChecked(outcome: CheckedDraft | RejectedItem): outcome is CheckedDraft {
  return !isRejected(outcome)
}

interface PreparedImport {
  /** Activities that are new, or of which the archive fills what was lacking. */
  readonly rows: readonly Activity[]
  readonly supplements: readonly ActivitySupplement[]
  readonly unchanged: number
}

async function prepare(
  run: AccountRun,
  checked: readonly CheckedDraft[],
  archive: ImportArchiveOptions['archive'],
): Promise<PreparedImport> {
  const { account, context, mayDisplay } = run
  const ids = checked.map(({ id }) => id)
  const stored = await context.store.get(activity, ids)
  const told = await context.store.get(activitySupplement, ids)
  const sanitise = checked.some(({ draft }) => draft.html !== null) ? await loadSanitiser() : null
  const now = context.clock.now()
  const options = { tenant: context.actor.tenant, account, mayDisplay, now, checks: checksOf(run), sanitise }
  const rows: Activity[] = []
  const supplements: ActivitySupplement[] = []
  for (const [place, item] of checked.entries()) {
    const before = stored[place] ?? null
    // What is gone there or was removed here stays so; what another account brought is that one's.
    if (before && (before.state === 'deleted' || before.accountId !== account.id)) continue
    const row = normaliseDraft(item, options)
    const saying = tellingsOf(row, { ...archive, audience: item.draft.audience })
    const tellings = joinTellings(told[place]?.tellings ?? {}, saying)
    const { id } = item
    const tellingsHash = digest(canonicalJson(tellings))
    supplements.push({ id, accountId: account.id, tellings, tellingsHash, updatedAt: now })
    const after = merge(before, row, tellings, mayDisplay)
    if (after && after.contentHash !== before?.contentHash) rows.push(after)
  }
  return { rows, supplements, unchanged: checked.length - rows.length }
}

/** The activity with what the archives say; null where it is written only when its platform shows it again. */
function merge(
  before: Activity | null,
  row: Activity,
  tellings: ActivitySupplement['tellings'],
  mayDisplay: boolean,
): Activity | null {
  if (!before) return archivedRow(row, tellings, mayDisplay)
  if (before.state !== 'present') return null
  if (isArchivedOnly(before)) return archivedRow(row, tellings, mayDisplay)
  return fillRow(unfillRow(before), tellings)
}

/**
 * Which of the activities are to be kept. Those that are stored are held until the transaction ends: whoever removes one
 * meanwhile waits, and then removes what was written here, too.
 */
async function holdKept(
  { store }: CommandContext,
  accountId: string,
  { supplements }: PreparedImport,
): Promise<ReadonlySet<string>> {
  const ids = supplements.map(({ id }) => id)
  await store.update(activity, { where: { id: { in: ids }, accountId }, set: { accountId } })
  const stored = await store.pick(activity, ids, ['id', 'state', 'accountId'])
  const removed = await store.get(suppression, ids)
  return new Set(
    ids.filter((_, place) => {
      const row = stored[place]
      return !removed[place] && (!row || (row.state !== 'deleted' && row.accountId === accountId))
    }),
  )
}
