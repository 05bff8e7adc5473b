import { isSociusError, type StoreAdapter, type WritePlan } from '@socius/core/store'
import { overrideAdapter } from '../override-adapter.js'
import { mutant, type StoreMutant } from './store-mutant.js'

export const transactionMutants: readonly StoreMutant[] = [
  mutant(17, 'rollback that leaves a row', (good) => ({
    async transaction<Result>(work: (inner: StoreAdapter) => Promise<Result>): Promise<Result> {
      let last: WritePlan | undefined
      try {
        return await good.transaction((inner) =>
          work(
            overrideAdapter(inner, {
              async insert(plan) {
                last = plan
                return inner.insert(plan)
              },
            }),
          ),
        )
      } catch (error) {
        if (last && !isSociusError(error)) await good.insert({ ...last, rows: last.rows.slice(0, 1) })
        throw error
      }
    },
  })),
  mutant(17, 'a transaction is none', (good) => ({ transaction: (work) => work(good) })),
  mutant(17, 'a transaction that fails commits', (good) => ({
    async transaction<Result>(work: (inner: StoreAdapter) => Promise<Result>): Promise<Result> {
      const outcome = await good.transaction(async (inner) => {
        try {
          return { result: await work(inner) }
        } catch (error) {
          return { error }
        }
      })
      if ('error' in outcome) throw outcome.error
      return outcome.result
    },
  })),
  mutant(17, 'another error leaves a transaction', (good) => ({
    async transaction<Result>(work: (inner: StoreAdapter) => Promise<Result>): Promise<Result> {
      try {
        return await good.transaction(work)
      } catch (error) {
        throw new Error('The transaction was rolled back.', { cause: error })
      }
    },
  })),
  mutant(17, 'reads in a transaction do not see its writes', (good) => ({
    transaction: (work) =>
      good.transaction((inner) =>
        work(overrideAdapter(inner, { query: (plan) => good.query(plan), get: (plan) => good.get(plan) })),
      ),
  })),
  mutant(
    21,
    'an error repeats the values of a row',
    (good) => ({
      async insert(plan) {
        try {
          return await good.insert(plan)
        } catch (error) {
          if (error instanceof Error) error.message += JSON.stringify(plan.rows)
          throw error
        }
      },
    }),
    ['suite'],
  ),
  mutant(
    21,
    'an error of the driver leaves as it is',
    (good) => ({
      async query(plan) {
        try {
          return await good.query(plan)
        } catch {
          throw new Error('no such table')
        }
      },
    }),
    ['suite'],
  ),
]
