import {
  type Activity,
  activity,
  fillRow,
  liveHashOf,
  loadSanitiser,
  type Measurement,
  suppression,
} from '../../activities/index.js'
import type { ActivityDraft, RejectedItem } from '../../provider/index.js'
import type { CheckBounds } from '../sync-settings.js'
import type { AccountRun } from './account-run.js'
import { type CheckedDraft, checkDraft, isRejected, normaliseDraft } from './normalise-draft.js'
import { readTellings } from './read-tellings.js'

/** A page of drafts, ready to be written. */
export interface PreparedPage {
  /** What is new or has changed, as far as could be seen; the store decides under its own write. */
  readonly rows: readonly Activity[]
  readonly measurements: readonly Measurement[]
  /** When they were published, by the id of the activity. */
  readonly publishedAt: ReadonlyMap<string, number>
  readonly rejected: readonly RejectedItem[]
  /** How many items are stored already, the same. */
  readonly unchanged: number
}

/**
 * Sorts a page out: what cannot be stored, what is stored already, and what has to be written. One statement looks at
 * the stored hashes of the whole page, a second asks after what was removed here, and where the account has archives a
 * third after what they say.
 */
export async function preparePage(run: AccountRun, drafts: readonly ActivityDraft[]): Promise<PreparedPage> {
  const { account, mayDisplay, context } = run
  const { store } = context
  const options = { tenant: context.actor.tenant, account, mayDisplay, now: context.clock.now() }
  const outcomes = drafts.map((draft) => checkDraft(draft, options))
  const checked = outcomes.filter((outcome): outcome is CheckedDraft => !isRejected(outcome))
  const rejected = outcomes.filter(isRejected)
  const ids = checked.map(({ id }) => id)
  const stored = await store.pick(activity, ids, ['id', 'contentHash'])
  const differs = (item: CheckedDraft, place: number) =>
    liveHashOf(stored[place]?.contentHash ?? '') !== item.contentHash
  const changed = checked.filter(differs)
  const removedHere = await removedIds(
    run,
    changed.map(({ id }) => id),
  )
  const wanted = changed.filter(({ id }) => !removedHere.has(id))
  const tellings = await readTellings(
    run,
    wanted.map(({ id }) => id),
  )
  const checks = checksOf(run)
  const sanitise = wanted.some(({ draft }) => draft.html !== null) ? await loadSanitiser() : null
  return {
    rows: wanted.map((item) => fillRow(normaliseDraft(item, { ...options, checks, sanitise }), tellings.get(item.id))),
    measurements: checked
      .filter(({ id }) => !removedHere.has(id))
      .map(({ id: activityId, counts }) => ({ activityId, counts })),
    publishedAt: new Map(checked.map(({ id, draft }) => [id, draft.publishedAt])),
    rejected,
    unchanged: checked.length - changed.length,
  }
}

/** How soon and how late the platform is asked what became of an activity; null where it cannot be asked. */
export function checksOf({ provider, settings }: AccountRun): CheckBounds | null {
  return provider.readers.lookup ? settings.checks : null
}

/** Which of these were removed here while they still stand on their platform. */
async function removedIds({ context }: AccountRun, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await context.store.get(suppression, ids)
  return new Set(found.flatMap((row) => row?.id ?? []))
}
