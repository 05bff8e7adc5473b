import type { AccumulatePlan, StoredRow } from '@socius/core/store'
import { compileChange } from '../change.js'
import type { Operation } from '../engine.js'
import { insertOne, onlyRow } from '../one-row.js'
import { retried } from '../retry.js'
import type { Session } from '../session.js'
import { type Fragment, sql } from '../sql.js'
import type { Table } from '../table.js'
import { isSyntaxError } from './errors.js'
import { mysqlGrammar } from './grammar.js'

/** Tables of servers that give nothing back from an insert: MySQL, and MariaDB before 10.5. */
const silent = new WeakSet<Table>()

/** Waits for whoever holds the row, then adds to what they left. */
export function accumulateRow(operation: Operation<AccumulatePlan>): Promise<StoredRow> {
  const { session, table, plan } = operation
  const write = sql`${insertOne(table, plan.row)} on duplicate key update ${compileChange(table, { set: {}, add: plan.add })}`
  return retried(session, async () => {
    if (!silent.has(table)) {
      try {
        return onlyRow(table, (await session.run(sql`${write} returning ${table.selected}`)).rows)
      } catch (error) {
        if (!isSyntaxError(error)) throw error
        silent.add(table)
      }
    }
    return session.transaction((inner) => writeThenRead(inner, table, plan, write))
  })
}

/** What was written is held until the transaction ends: it is read as it was left. */
async function writeThenRead(
  session: Session,
  table: Table,
  { row }: AccumulatePlan,
  write: Fragment,
): Promise<StoredRow> {
  await session.run(write)
  const id = table.column('id')
  const { rows } = await session.run(sql`select ${table.selected} from ${table.id}
    where ${table.column('tenant').id} = ${row['tenant']} and ${mysqlGrammar.filters.inList(id, id.id, [String(row['id'])], false)}`)
  return onlyRow(table, rows)
}
