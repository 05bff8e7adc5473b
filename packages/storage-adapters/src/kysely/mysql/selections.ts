import type { CollectionShape, Predicate, Scalar, SelectPlan } from '@socius/core/store'
import { selectValues } from '../predicate.js'
import { conjuncts } from '../select.js'
import type { Session } from '../session.js'
import type { Table } from '../table.js'
import { mysqlGrammar } from './grammar.js'

/** Replaces sub-selects by the values they give. */
export type ResolveSelections = (collection: CollectionShape, predicate: Predicate) => Promise<Predicate>

/**
 * As a part of the statement a sub-select makes the server walk the whole outer table, ten to a hundred times slower than
 * a list. Each is run once, however often it stands in the predicates of one call.
 */
export function createResolver(session: Session, tableOf: (shape: CollectionShape) => Table): ResolveSelections {
  const known = new Map<string, Promise<readonly Scalar[]>>()

  function valuesOf(select: SelectPlan): Promise<readonly Scalar[]> {
    const key = JSON.stringify([select.collection.name, select.field, select.where])
    const found = known.get(key) ?? readValues(select)
    known.set(key, found)
    return found
  }

  async function readValues(select: SelectPlan): Promise<readonly Scalar[]> {
    const { rows } = await session.run(selectValues({ grammar: mysqlGrammar.filters, tableOf }, select))
    const { decode } = tableOf(select.collection).column(select.field)
    const values = rows.map((row) => (decode === null ? row['value'] : decode(row['value'])) as Scalar) // never null: so core asks
    return [...new Set(values)]
  }

  async function resolve(collection: CollectionShape, predicate: Predicate): Promise<Predicate> {
    switch (predicate.op) {
      case 'and':
        return { op: 'and', all: await Promise.all(predicate.all.map((part) => resolve(collection, part))) }
      case 'or':
        return { op: 'or', any: await Promise.all(predicate.any.map((part) => resolve(collection, part))) }
      case 'inSelect':
        return asList(collection, predicate, await valuesOf(predicate.select))
      case 'compare':
      case 'null':
      case 'in':
      case 'startsWith':
      case 'match':
        return predicate
    }
  }

  // Of one row that is named by its key the server asks the sub-selects at once.
  return async (collection, predicate) => (namesOneRow(predicate) ? predicate : resolve(collection, predicate))
}

function namesOneRow(predicate: Predicate): boolean {
  const named = new Set(
    conjuncts(predicate).map((part) => (part.op === 'compare' && part.test === 'eq' ? part.field : null)),
  )
  return named.has('tenant') && named.has('id')
}

function asList(
  collection: CollectionShape,
  { field, negated }: Predicate & { op: 'inSelect' },
  values: readonly Scalar[],
): Predicate {
  const [only] = values
  if (only !== undefined && values.length === 1 && !negated) return { op: 'compare', field, test: 'eq', value: only }
  if (only !== undefined) return { op: 'in', field, values, negated }
  if (!negated) return { op: 'or', any: [] }
  const nullable = collection.fields.some(({ name, nullable: maybe }) => name === field && maybe)
  return nullable ? { op: 'null', field, is: false } : { op: 'and', all: [] }
}
