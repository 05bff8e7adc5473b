import { SociusError } from '@socius/core'
import type { CollectionShape, Drift } from '@socius/core/store'
import type { Engine, StoredTable } from './engine.js'
import type { Session } from './session.js'
import type { Table } from './table.js'

/** Creates what is missing, and refuses what it cannot add to rows that are there. */
export async function prepareTables(engine: Engine, session: Session, tables: readonly Table[]): Promise<void> {
  const { structure } = engine
  const missing = await lacking(engine, session, tables)
  if (missing.length === 0) return
  await structure.alone(session, async (inner) => {
    // Another process may have prepared while this one waited.
    for (const { table, stored } of await lacking(engine, inner, tables)) {
      if (stored) await addColumns(engine, inner, table, stored)
      for (const { part, sql } of structure.create(table)) {
        const there = part === null ? stored !== null : stored?.indexes.has(part)
        if (!there) await inner.execute({ sql, parameters: [] })
      }
    }
  })
}

interface Lack {
  readonly table: Table
  readonly stored: StoredTable | null
}

async function lacking(engine: Engine, session: Session, tables: readonly Table[]): Promise<Lack[]> {
  const found: Lack[] = []
  for (const table of tables) {
    const stored = await engine.structure.read(session, table)
    if (missingParts(engine.structure.expected(table), stored)) found.push({ table, stored })
  }
  return found
}

function missingParts(expected: StoredTable, stored: StoredTable | null): boolean {
  if (!stored) return true
  const columns = [...expected.columns.keys()].some((name) => !stored.columns.has(name))
  return columns || [...expected.indexes].some((name) => !stored.indexes.has(name))
}

async function addColumns(engine: Engine, session: Session, table: Table, stored: StoredTable): Promise<void> {
  for (const { name, field } of table.columns) {
    if (stored.columns.has(name)) continue
    const text = engine.structure.addColumn(table, name)
    if (text === null) {
      const message = `The table of ${table.shape.name} lacks the column ${name}, and no value for it is known.`
      throw new SociusError('schema_drift', message, { details: { collection: table.shape.name, field: field.name } })
    }
    await session.execute({ sql: text, parameters: [] })
  }
}

/** The statements that make these tables in an empty database. */
export function printStructure(engine: Engine, tables: readonly Table[]): string {
  return tables.flatMap((table) => engine.structure.create(table).map(({ sql }) => `${sql};\n`)).join('\n')
}

export async function readDrift(engine: Engine, session: Session, tables: readonly Table[]): Promise<Drift[]> {
  const drift: Drift[] = []
  for (const table of tables) {
    const stored = await engine.structure.read(session, table)
    drift.push(...compare(table.shape, engine.structure.expected(table), stored))
  }
  return drift
}

function compare(shape: CollectionShape, expected: StoredTable, stored: StoredTable | null): Drift[] {
  const collection = shape.name
  if (!stored) return [{ collection, part: null, problem: 'missing', detail: 'There is no such table.' }]
  const drift: Drift[] = []
  for (const [part, type] of expected.columns) {
    const found = stored.columns.get(part)
    if (found === undefined)
      drift.push({ collection, part, problem: 'missing', detail: `There is no such column: ${type}.` })
    else if (found !== type)
      drift.push({ collection, part, problem: 'different', detail: `It is ${found} instead of ${type}.` })
  }
  for (const part of expected.indexes) {
    if (!stored.indexes.has(part))
      drift.push({ collection, part, problem: 'missing', detail: 'There is no such index.' })
  }
  return drift
}
