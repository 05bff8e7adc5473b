import { compareAny, noLimit, sortRows } from './rewrite-plan.js'
import { mutant, type StoreMutant } from './store-mutant.js'

export const aggregateMutants: readonly StoreMutant[] = [
  mutant(10, 'a sum over nothing is null', (good) => ({
    async aggregate(plan) {
      const rows = await good.aggregate(plan)
      const sums = plan.measures.flatMap((measure) => (measure.measure === 'sum' ? [measure.as] : []))
      return rows.map((row) => ({
        ...row,
        ...Object.fromEntries(sums.map((as) => [as, row[as] === 0 ? null : row[as]])),
      }))
    },
  })),
  mutant(10, 'distinct values are counted as often as they stand', (good) => ({
    aggregate(plan) {
      const measures = plan.measures.map((measure) =>
        measure.measure === 'distinct' ? ({ as: measure.as, measure: 'count' } as const) : measure,
      )
      return good.aggregate({ ...plan, measures })
    },
  })),
  mutant(10, 'counts are text', (good) => ({
    async aggregate(plan) {
      const rows = await good.aggregate(plan)
      const counts = plan.measures.flatMap((measure) => (measure.measure === 'count' ? [measure.as] : []))
      return rows.map((row) => ({ ...row, ...Object.fromEntries(counts.map((as) => [as, String(row[as])])) }))
    },
  })),
  mutant(10, 'null makes no group', (good) => ({
    async aggregate(plan) {
      const rows = await good.aggregate({ ...plan, limit: noLimit })
      return rows.filter((row) => plan.groupBy.every((field) => row[field] !== null)).slice(0, plan.limit)
    },
  })),
  mutant(10, 'no row for nothing', (good) => ({
    async aggregate(plan) {
      const [found] = await good.query({ collection: plan.collection, branches: [plan.where], orderBy: [], limit: 1 })
      return found ? good.aggregate(plan) : []
    },
  })),
  mutant(10, 'a measure that is null sorts above', (good) => ({
    async aggregate(plan) {
      const rows = await good.aggregate({ ...plan, limit: noLimit })
      if (!plan.orderBy.some(({ field }) => plan.measures.some((measure) => measure.as === field)))
        return rows.slice(0, plan.limit)
      const compare = (left: unknown, right: unknown) => {
        if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1
        return compareAny(left, right)
      }
      return sortRows(rows, plan.orderBy, compare).slice(0, plan.limit)
    },
  })),
  mutant(10, 'the limit of an aggregate is ignored', (good) => ({
    aggregate: (plan) => good.aggregate({ ...plan, limit: noLimit }),
  })),
]
