import { describe, expect, it } from 'vitest'
import { formatTally, parseTally, tallyReport, type VitestReport } from './test-tally.ts'

const clean: VitestReport = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
}

describe('tallyReport', () => {
  it('counts passed, failed, and skipped with todo', () => {
    expect(tallyReport(clean, 0)).toEqual({ passed: 3, failed: 0, skipped: 2 })
  })

  it('counts a failing test once, not again for its file', () => {
    const testResults = [{ status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] }]
    expect(tallyReport({ ...clean, numFailedTests: 1, testResults }, 1).failed).toBe(1)
  })

  it('counts a file that broke before its first test', () => {
    const testResults = [{ status: 'failed', assertionResults: [] }]
    expect(tallyReport({ ...clean, testResults }, 1).failed).toBe(1)
  })

  it('counts an error outside every test, and a run without a report', () => {
    expect(tallyReport(clean, 1).failed).toBe(1)
    expect(tallyReport(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })
})

describe('parseTally', () => {
  it('reads the last line back', () => {
    const tally = { passed: 12, failed: 0, skipped: 4 }
    expect(parseTally(`1 passed, 1 failed, 1 skipped\nnoise\n${formatTally(tally)}\n`)).toEqual(tally)
    expect(parseTally('Tests 12 passed')).toBeUndefined()
  })
})
