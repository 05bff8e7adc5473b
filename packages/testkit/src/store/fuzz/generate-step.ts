import { type FuzzCollectionName, fuzzFields } from './fuzz-collections.js'
import type { FuzzOrder, FuzzStep, FuzzTenant, FuzzWhere } from './fuzz-step.js'
import { randomCell, randomPresent, randomRow, randomSearch } from './fuzz-values.js'
import { generateWhere } from './generate-where.js'
import type { Random } from './random.js'

export interface GenerateOptions {
  /** Whether `match` may be used: the adapter has search. */
  readonly search: boolean
  /** Inside a transaction a row that was just written need not be findable yet. */
  readonly inside: boolean
}

const weights = {
  insert: 12,
  upsert: 18,
  get: 5,
  query: 24,
  walk: 6,
  aggregate: 10,
  update: 10,
  accumulate: 5,
  claim: 6,
  remove: 3,
  transaction: 6,
} as const

const bag = Object.entries(weights).flatMap(([op, weight]) =>
  Array<keyof typeof weights>(weight).fill(op as keyof typeof weights),
)

/** A step that any state of the collections allows. */
export function generateStep(random: Random, options: GenerateOptions): FuzzStep {
  const op = random.pick(bag)
  if (op === 'transaction') return generateTransaction(random, options)
  const collection = pickCollection(random, op)
  const target = { tenant: pickTenant(random, op), collection }
  const where = () => generateWhere(random, collection)
  switch (op) {
    case 'insert':
    case 'upsert':
      return { op, ...target, rows: random.several(1, 6, () => rowOf(random, target)) }
    case 'get':
      return { op, ...target, ...generateGet(random, collection) }
    case 'query':
      return { op, ...target, ...generateReading(random, collection, options), limit: 1 + random.integer(20) }
    case 'walk': {
      const between = random.several(0, 3, () => generateWrite(random, options))
      return { op, ...target, ...generateReading(random, collection, options), limit: 1 + random.integer(5), between }
    }
    case 'aggregate':
      return { op, ...target, ...generateAggregate(random, collection), where: where(), limit: 1 + random.integer(12) }
    case 'update':
      return { op, ...target, ...generateChange(random, collection), where: where() }
    case 'accumulate':
      return { op, ...target, row: rowOf(random, target), add: generateAdditions(random, collection) }
    case 'claim': {
      const { set } = generateChange(random, collection)
      const orderBy = generateOrder(random, collection)
      return { op, ...target, where: where(), orderBy, limit: 1 + random.integer(4), set: { level: 1, ...set } }
    }
    case 'remove':
      return { op, ...target, where: narrowed(random, where()), limit: 1 + random.integer(4) }
  }
}

function generateTransaction(random: Random, options: GenerateOptions): FuzzStep {
  const steps = random.several(1, 6, () => generateStep(random, { ...options, inside: true }))
  // What an inner transaction leaves behind when the outer one catches its error is nobody's business.
  return { op: 'transaction', steps, undo: !options.inside && random.chance(0.5) }
}

function generateWrite(random: Random, options: GenerateOptions): FuzzStep {
  for (;;) {
    const step = generateStep(random, { ...options, inside: true })
    if (
      step.op === 'insert' ||
      step.op === 'upsert' ||
      step.op === 'update' ||
      step.op === 'accumulate' ||
      step.op === 'remove'
    )
      return step
  }
}

function pickCollection(random: Random, op: string): FuzzCollectionName {
  // A collection that numbers its rows takes neither.
  if (op === 'upsert' || op === 'accumulate') return random.chance(0.8) ? 'item' : 'edge'
  const chosen = random.integer(10)
  if (chosen < 6) return 'item'
  return chosen < 8 ? 'edge' : 'entry'
}

function pickTenant(random: Random, op: string): FuzzTenant {
  // Across tenants an id alone names no row.
  if (op !== 'get' && random.chance(0.1)) return null
  return random.chance(0.75) ? 'tenant-a' : 'tenant-b'
}

function rowOf(
  random: Random,
  target: { tenant: FuzzTenant; collection: FuzzCollectionName },
): Record<string, unknown> {
  const row = randomRow(random, target.collection)
  return target.tenant === null ? { ...row, tenant: random.pick(['tenant-a', 'tenant-b']) } : row
}

function generateGet(random: Random, collection: FuzzCollectionName): { ids: string[]; fields?: string[] } {
  const ids = random.several(1, 6, () => String(randomPresent(random, 'id')))
  if (random.chance(0.6)) return { ids }
  return { ids, fields: [...new Set(random.several(0, 4, () => random.pick(fuzzFields[collection].scalars)))] }
}

function generateReading(
  random: Random,
  collection: FuzzCollectionName,
  options: GenerateOptions,
): { where: FuzzWhere; branches?: FuzzWhere[]; match?: string; orderBy: FuzzOrder } {
  const searched = collection === 'item' && options.search && !options.inside && random.chance(0.12)
  return {
    where: random.chance(0.5) ? {} : generateWhere(random, collection),
    ...(random.chance(0.25) ? { branches: random.several(0, 3, () => generateWhere(random, collection, 1)) } : {}),
    ...(searched ? { match: randomSearch(random) } : {}),
    orderBy: generateOrder(random, collection),
  }
}

function generateOrder(random: Random, collection: FuzzCollectionName): FuzzOrder {
  const fields = collection === 'entry' ? [...fuzzFields.entry.scalars, 'position'] : fuzzFields[collection].scalars
  const chosen = new Set(random.several(0, 3, () => random.pick(fields)))
  return [...chosen].map((field) => [field, random.chance(0.5) ? 'asc' : 'desc'])
}

function generateAggregate(
  random: Random,
  collection: FuzzCollectionName,
): { groupBy: string[]; measures: Record<string, unknown>; orderBy: FuzzOrder } {
  const { scalars, summable } = fuzzFields[collection]
  const groupBy = [...new Set(random.several(0, 2, () => random.pick(scalars)))]
  const measures = {
    count: 'count',
    total: { sum: random.pick(summable) },
    low: { min: random.pick(scalars) },
    high: { max: random.pick(scalars) },
    kinds: { distinct: random.pick(scalars) },
  }
  const named = new Set(random.several(0, 2, () => random.pick([...groupBy, ...Object.keys(measures)])))
  return { groupBy, measures, orderBy: [...named].map((field) => [field, random.chance(0.5) ? 'asc' : 'desc']) }
}

function generateChange(
  random: Random,
  collection: FuzzCollectionName,
): { set: Record<string, unknown>; add: Record<string, number> } {
  const { settable } = fuzzFields[collection]
  const set: Record<string, unknown> = {}
  for (const field of random.several(0, 2, () => random.pick(settable)))
    set[field] = randomCell(random, collection, field)
  const additions = Object.entries(generateAdditions(random, collection))
  return { set, add: Object.fromEntries(additions.filter(([field]) => !(field in set))) }
}

function generateAdditions(random: Random, collection: FuzzCollectionName): Record<string, number> {
  const fields = random.several(0, 2, () => random.pick(fuzzFields[collection].summable))
  const amount = (field: string) => (field === 'weight' ? random.integer(9) / 4 - 1 : random.integer(7) - 3)
  return Object.fromEntries(fields.map((field) => [field, amount(field)]))
}

/** A remove that takes everything leaves the steps after it little to differ in. */
function narrowed(random: Random, where: FuzzWhere): FuzzWhere {
  if (random.chance(0.05)) return where
  return { and: [where, { id: { in: random.several(1, 3, () => randomPresent(random, 'id')) } }] }
}
