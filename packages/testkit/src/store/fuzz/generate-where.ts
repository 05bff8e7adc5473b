import { type FuzzCollectionName, fuzzFields } from './fuzz-collections.js'
import type { FuzzWhere } from './fuzz-step.js'
import { randomPrefix, randomPresent, randomValue } from './fuzz-values.js'
import type { Random } from './random.js'

/** A filter over that collection, empty ones and impossible ones included. */
export function generateWhere(random: Random, collection: FuzzCollectionName, depth = 2, nested = false): FuzzWhere {
  const where: Record<string, unknown> = {}
  const { scalars } = fuzzFields[collection]
  for (const field of random.several(0, depth === 2 ? 2 : 1, () => random.pick(scalars))) {
    where[field] = generateOperand(random, collection, field, nested)
  }
  if (depth > 0) {
    const parts = () => random.several(0, 3, () => generateWhere(random, collection, depth - 1, nested))
    if (random.chance(0.3)) where['or'] = parts()
    if (random.chance(0.15)) where['and'] = parts()
  }
  return where
}

function generateOperand(random: Random, collection: FuzzCollectionName, field: string, nested: boolean): unknown {
  const value = () => randomValue(random, collection, field)
  const present = () => randomPresent(random, field)
  if (random.chance(0.25)) return value()
  const isText = fuzzFields[collection].strings.includes(field)
  if (isText && !nested && random.chance(0.2)) return { [random.pick(['in', 'notIn'])]: generateSelect(random) }
  if (isText && random.chance(0.35)) return { startsWith: randomPrefix(random, field) }
  switch (random.integer(6)) {
    case 0:
      return { eq: value() }
    case 1:
      return { ne: value() }
    case 2:
      return { in: random.several(0, 4, present) }
    case 3:
      return { notIn: random.several(0, 4, present) }
    case 4:
      return { [random.pick(['lt', 'lte'])]: present() }
    default:
      return random.chance(0.3) ? { gte: present(), lt: present() } : { [random.pick(['gt', 'gte'])]: present() }
  }
}

function generateSelect(random: Random): { select: FuzzCollectionName; field: string; where: FuzzWhere } {
  const select = random.pick(['edge', 'item'] as const)
  return { select, field: random.pick(fuzzFields[select].strings), where: generateWhere(random, select, 1, true) }
}
