import { SociusError, type SyncReport } from '@socius/core'
import type { ScenePerson } from './scene.ts'
import { textTable } from './text-table.ts'

const columns = ['created', 'updated', 'unchanged', 'measured', 'quarantined', 'calls'] as const

/** What a run did, an account a line, with what was set aside and what failed below. */
export function reportTable(title: string, report: SyncReport, people: readonly ScenePerson[]): string {
  const placeOf = (personId: string) => people.findIndex((person) => person.personId === personId)
  const nameOf = (personId: string) => people[placeOf(personId)]?.displayName ?? personId
  const accounts = report.accounts.toSorted(
    (a, b) => placeOf(a.personId) - placeOf(b.personId) || a.platform.localeCompare(b.platform),
  )
  const lines = textTable([
    [title, '', ...columns],
    ...accounts.map((account) => [
      `  ${nameOf(account.personId)}`,
      account.platform,
      ...columns.map((column) => account[column]),
    ]),
    ['  in all', '', ...columns.map((column) => report[column])],
  ])
  const notes = accounts.flatMap(({ personId, platform, quarantine, outcome, error }) => {
    const who = `  ${nameOf(personId)}, ${platform}:`
    return [
      ...quarantine.map(({ externalId, reason }) => `${who} set aside ${externalId ?? 'one item'}. ${reason}`),
      ...(error ? [`${who} ${outcome}. ${error.code}: ${error.message}`] : []),
    ]
  })
  return [...lines, ...notes, ''].join('\n')
}

/** What a look-up of everything that is stored found. */
export function lookUpLine(title: string, { fetched, measured, suspected, deleted, calls }: SyncReport): string {
  return `${title}: ${fetched} items in ${calls} calls, ${measured} measured, ${suspected} missing, ${deleted} deleted.`
}

/** What stopped an account from being read to its end, if anything did. */
export function firstError(reports: readonly SyncReport[]): SociusError | null {
  const [error] = reports.flatMap((report) => report.accounts.flatMap((account) => account.error ?? []))
  return error ? new SociusError(error.code, error.message, { retryable: error.retryable }) : null
}
