import type { CollectionShape, Predicate, QueryPlan, Scalar, StoredRow } from '@socius/core/store'
import type { Operation } from '../engine.js'
import { selectValues } from '../predicate.js'
import { querySequentially } from '../select.js'
import type { Session } from '../session.js'
import { raw } from '../sql.js'
import type { Table } from '../table.js'
import { mysqlGrammar } from './grammar.js'

export async function queryRows(operation: Operation<QueryPlan>): Promise<StoredRow[]> {
  const { session, tableOf, plan } = operation
  const branches = await Promise.all(plan.branches.map((branch) => resolveSelections(session, tableOf, branch)))
  return querySequentially(mysqlGrammar, { ...operation, plan: { ...plan, branches } })
}

/**
 * The predicate with every sub-select replaced by the values it gives. As a part of the statement it would make the
 * server walk the whole outer table, ten to a hundred times slower than a list.
 */
export async function resolveSelections(
  session: Session,
  tableOf: (shape: CollectionShape) => Table,
  predicate: Predicate,
): Promise<Predicate> {
  switch (predicate.op) {
    case 'and':
      return { op: 'and', all: await all(predicate.all) }
    case 'or':
      return { op: 'or', any: await all(predicate.any) }
    case 'inSelect':
      return resolve(predicate)
    case 'compare':
    case 'null':
    case 'in':
    case 'startsWith':
    case 'match':
      return predicate
  }

  async function all(parts: readonly Predicate[]): Promise<readonly Predicate[]> {
    const resolved: Predicate[] = []
    for (const part of parts) resolved.push(await resolveSelections(session, tableOf, part))
    return resolved
  }

  async function resolve({ field, negated, select }: Predicate & { op: 'inSelect' }): Promise<Predicate> {
    const statement = selectValues({ grammar: mysqlGrammar.filters, tableOf }, select, raw('distinct '))
    const { rows } = await session.run(statement)
    const column = tableOf(select.collection).column(select.field)
    const values = rows.map((row) => {
      const value = row['value']
      return (column.decode === null ? value : column.decode(value)) as Scalar // the sub-select leaves nulls out
    })
    if (values.length > 0) return { op: 'in', field, values, negated }
    return negated ? { op: 'null', field, is: false } : { op: 'or', any: [] }
  }
}
