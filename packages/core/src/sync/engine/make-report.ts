import type { AccountReport, SyncReport, SyncStream } from '../report.js'

/** What a run counts, for an account and in all. */
type Counted = Omit<SyncReport, 'startedAt' | 'finishedAt' | 'accounts'>

const nothingCounted: Counted = {
  pages: 0,
  fetched: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  measured: 0,
  suspected: 0,
  deleted: 0,
  unreadable: 0,
  quarantined: 0,
  calls: 0,
  spend: 0,
}

/** An empty report of an account. */
export function emptyReport(
  account: { id: string; personId: string; platform: string; handle: string },
  stream: SyncStream,
): AccountReport {
  const { id: accountId, personId, platform, handle } = account
  return {
    accountId,
    personId,
    platform,
    handle,
    stream,
    outcome: 'completed',
    ...nothingCounted,
    quarantine: [],
    rateLimit: null,
    error: null,
    nextDue: null,
  }
}

/** The reports of all accounts as one. */
export function sumReports(accounts: AccountReport[], startedAt: number, finishedAt: number): SyncReport {
  const total = { ...nothingCounted }
  for (const report of accounts) {
    for (const name of Object.keys(total) as (keyof Counted)[]) total[name] += report[name]
  }
  return { startedAt, finishedAt, ...total, accounts }
}
