import type { LookedUp, LookupResult, RejectedItem } from '../../provider/index.js'
import type { AccountRun } from './account-run.js'

/** An item that is asked for, and when it was published, as far as that is known. */
export interface Asked {
  readonly externalId: string
  readonly publishedAt: number | null
}

/** Looks items up in as many calls as the platform's batches take. */
export interface LookUp {
  /** The most ids that one call takes. */
  readonly perCall: number
  /** Whether a call costs the same however many ids it names. */
  readonly isFlat: boolean
  (rows: readonly Asked[]): Promise<Pick<LookupResult, 'results' | 'rejected'>>
}

/** How the platform of a run looks items up; null when it does not. */
export function lookUpOf(run: AccountRun): LookUp | null {
  const { account, provider, report, signal } = run
  const { lookup } = provider.readers
  const capability = provider.capabilities.lookup
  if (!lookup || !capability) return null
  const perCall = capability.batchSize ?? capability.pageSize
  const { perItem } = capability.price
  const look = async (rows: readonly Asked[]) => {
    const known = rows.flatMap((row) => (row.publishedAt === null ? [] : [[row.externalId, row.publishedAt] as const]))
    const publishedAt = new Map(known)
    const results: LookedUp[] = []
    const rejected: RejectedItem[] = []
    for (let start = 0; start < rows.length; start += perCall) {
      const externalIds = rows.slice(start, start + perCall).map((row) => row.externalId)
      const answer = await run.call('lookup', () => lookup({ account, externalIds, publishedAt, signal }))
      report.spend += answer.results.length * perItem
      results.push(...answer.results)
      rejected.push(...answer.rejected)
    }
    return { results, rejected }
  }
  return Object.assign(look, { perCall, isFlat: perItem === 0 && perCall > 1 })
}

/** What became of the items that were asked for, by what there is to do about it. */
export interface SortedAnswers {
  readonly present: readonly Extract<LookedUp, { state: 'present' }>['item'][]
  readonly counted: readonly Extract<LookedUp, { state: 'counted' }>[]
  readonly gone: readonly string[]
  readonly unreadable: readonly string[]
}

export function sortAnswers(results: readonly LookedUp[]): SortedAnswers {
  return {
    present: results.flatMap((result) => (result.state === 'present' ? [result.item] : [])),
    counted: results.filter((result) => result.state === 'counted'),
    gone: results.flatMap((result) => (result.state === 'gone' ? [result.externalId] : [])),
    unreadable: results.flatMap((result) => (result.state === 'unreadable' ? [result.externalId] : [])),
  }
}
