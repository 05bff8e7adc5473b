import { writeActivities } from '../../activities/index.js'
import { maxRows } from '../../store/index.js'
import { quarantine } from '../quarantine.js'
import type { AccountRun } from './account-run.js'
import { type LookUp, sortAnswers } from './look-up.js'
import { preparePage } from './prepare-page.js'
import { countWrites } from './sync-account.js'

/**
 * A run meets an item once, so one that did not fit then is asked for here: its platform, or its reader, may be mended.
 * @param before Milliseconds since the epoch. Only those that were last seen no later.
 */
export async function retryQuarantined(run: AccountRun, lookUp: LookUp, before: number): Promise<void> {
  const { account, context, report } = run
  const { items } = await context.store.query(quarantine, {
    where: { accountId: account.id, externalId: { ne: null }, lastSeenAt: { lte: before } },
    orderBy: [['lastSeenAt', 'asc']],
    limit: lookUp.perCall,
  })
  const waiting = new Map(
    items.flatMap(({ id, externalId }) => (externalId === null ? [] : [[externalId, id] as const])),
  )
  if (waiting.size === 0) return
  const answer = await lookUp([...waiting.keys()].map((externalId) => ({ externalId, publishedAt: null })))
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
