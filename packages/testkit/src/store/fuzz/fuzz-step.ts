import type { FuzzCollectionName } from './fuzz-collections.js'

/** Whose rows a step works on; null is across tenants. */
export type FuzzTenant = 'tenant-a' | 'tenant-b' | null

/** Plain data: `{ in: { select: 'edge', field: 'toId', where: {} } }` stands for a sub-select. */
export type FuzzWhere = Readonly<Record<string, unknown>>

export type FuzzOrder = readonly (readonly [field: string, direction: 'asc' | 'desc'])[]

interface Target {
  readonly tenant: FuzzTenant
  readonly collection: FuzzCollectionName
}

interface Reading extends Target {
  readonly where?: FuzzWhere
  readonly branches?: readonly FuzzWhere[]
  readonly match?: string
  readonly orderBy: FuzzOrder
  readonly limit: number
}

/** One step of a script, as data that can be printed and cut down. */
export type FuzzStep =
  | (Target & { readonly op: 'insert' | 'upsert'; readonly rows: readonly Readonly<Record<string, unknown>>[] })
  | (Target & { readonly op: 'get'; readonly ids: readonly string[]; readonly fields?: readonly string[] })
  | (Reading & { readonly op: 'query' })
  /** Every page; after each of the first ones a step of `between` is done. */
  | (Reading & { readonly op: 'walk'; readonly between: readonly FuzzStep[] })
  | (Target & {
      readonly op: 'aggregate'
      readonly where: FuzzWhere
      readonly groupBy: readonly string[]
      readonly measures: Readonly<Record<string, unknown>>
      readonly orderBy: FuzzOrder
      readonly limit: number
    })
  | (Target & {
      readonly op: 'update'
      readonly where: FuzzWhere
      readonly set: Readonly<Record<string, unknown>>
      readonly add: Readonly<Record<string, number>>
    })
  | (Target & {
      readonly op: 'accumulate'
      readonly row: Readonly<Record<string, unknown>>
      readonly add: Readonly<Record<string, number>>
    })
  | (Target & {
      readonly op: 'claim'
      readonly where: FuzzWhere
      readonly orderBy: FuzzOrder
      readonly limit: number
      readonly set: Readonly<Record<string, unknown>>
    })
  /** Repeated until nothing matches: which rows go first is the adapter's own choice. */
  | (Target & { readonly op: 'remove'; readonly where: FuzzWhere; readonly limit: number })
  | { readonly op: 'transaction'; readonly steps: readonly FuzzStep[]; readonly undo: boolean }
  /** Reads every row of every tenant. */
  | { readonly op: 'everything' }
