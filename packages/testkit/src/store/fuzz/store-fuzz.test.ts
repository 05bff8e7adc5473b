import { memoryStore } from '@socius/storage-adapters/memory'
import { afterEach, expect, test, vi } from 'vitest'
import { storeMutants } from '../mutants/store-mutants.js'
import { storeFuzz } from './store-fuzz.js'

afterEach(() => vi.unstubAllEnvs())

function mutated(name: string) {
  const found = storeMutants.find((mutant) => mutant.name === name)
  if (!found) throw new Error(`There is no mutant "${name}".`)
  return found.wrap(memoryStore())
}

async function report(name: string, seed: number): Promise<string> {
  const fuzzing = storeFuzz({ oracle: memoryStore(), subject: mutated(name), seed, steps: 4000 })
  return fuzzing.then(
    () => 'no difference',
    (error: unknown) => String(error),
  )
}

test.each([
  'cursor that skips equal keys',
  'unescaped LIKE',
  'rollback that leaves a row',
  'compare column assigned too early',
  'null order: null sorts above every value',
])('%s is shown by a script of a few steps', async (name) => {
  const message = await report(name, 3)
  expect(message).toContain('memory differs from memory (seed 3). The shortest script')
  const steps = message.split('\n').filter((line) => /^ {2}\d+\. /.test(line))
  expect(steps.length, message).toBeLessThanOrEqual(4)
  expect(message).toMatch(/\n {2}expected .*\n {2}received /)
})

test('the same seed shows the same script', async () => {
  expect(await report('dropped OR branch', 5)).toBe(await report('dropped OR branch', 5))
})

test('steps and seed come from the environment, unless they are given', async () => {
  vi.stubEnv('SOCIUS_FUZZ_STEPS', '150')
  vi.stubEnv('SOCIUS_FUZZ_SEED', '9')
  const result = await storeFuzz({ oracle: memoryStore(), subject: memoryStore() })
  expect(result.seed).toBe(9)
  expect(result.steps).toBeGreaterThanOrEqual(150)
  expect(result.steps).toBeLessThan(500)
  expect((await storeFuzz({ oracle: memoryStore(), subject: memoryStore(), seed: 2, steps: 0 })).steps).toBe(0)
  vi.stubEnv('SOCIUS_FUZZ_STEPS', 'many')
  await expect(storeFuzz({ oracle: memoryStore(), subject: memoryStore() })).rejects.toThrow('SOCIUS_FUZZ_STEPS')
})
