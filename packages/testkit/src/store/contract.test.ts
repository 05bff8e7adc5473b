import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { concurrencyCases } from './concurrency-suite.js'
import { storeMutants } from './mutants/store-mutants.js'
import { storeCases } from './store-cases.js'

const contract = readFileSync(new URL('../../../core/src/store/CONTRACT.md', import.meta.url), 'utf8')
const rules = [...contract.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number))
const cases = storeCases.flatMap((group) => group.cases)

test('every rule of the store contract has a case', () => {
  expect(rules.length).toBeGreaterThan(20)
  expect(rules.filter((rule) => !cases.some((testCase) => testCase.rule === rule))).toEqual([])
})

test('no case or fault names a rule that is not there', () => {
  for (const { rule, name } of [...cases, ...concurrencyCases, ...storeMutants]) expect(rules, name).toContain(rule)
})

test('no two cases of a concern, no two faults have one name', () => {
  for (const group of storeCases) expect(new Set(group.cases.map((one) => one.name)).size).toBe(group.cases.length)
  expect(new Set(storeMutants.map((one) => one.name)).size).toBe(storeMutants.length)
})
