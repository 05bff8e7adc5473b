import type { Drift } from '@socius/core/store'
import { SociusError } from '@socius/core/store'
import type { Engine, StoredTable } from './engine.js'
import type { Session } from './session.js'
import type { Table } from './table.js'

/** Creates what is missing, and refuses what it cannot add to rows that are there. */
export async function prepareTables(engine: Engine, session: Session, tables: readonly Table[]): Promise<void> {
  const { structure } = engine
  const schema = tables[0]?.schema ?? null
  const missing = await lacking(engine, session, tables)
  if (missing.length === 0) return
  await structure.alone(session, async (inner) => {
    const createSchema = schema === null ? null : structure.createSchema(schema)
    if (schema !== null && createSchema !== null && !(await structure.hasSchema(inner, schema))) {
      await inner.execute({ sql: createSchema, parameters: [] })
    }
    // Another process may have prepared while this one waited.
    for (const { table, stored } of await lacking(engine, inner, tables)) {
      if (stored) await addColumns(engine, inner, table, stored)
      for (const { part, sql } of structure.create(table)) {
        const there = part === null ? stored !== null : stored?.parts.has(part)
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
  return columns || [...expected.parts].some((name) => !stored.parts.has(name))
}

async function addColumns(engine: Engine, session: Session, table: Table, stored: StoredTable): Promise<void> {
  for (const column of table.columns) {
    const { name, field } = column
    if (stored.columns.has(name)) continue
    const text = engine.structure.addColumn(table, column)
    if (text === null) {
      const message = `The table of ${table.shape.name} lacks the column ${name}, and no value for it is known.`
      throw new SociusError('schema_drift', message, { details: { collection: table.shape.name, field: field.name } })
    }
    await session.execute({ sql: text, parameters: [] })
  }
}

/** The statements that make these tables in an empty database. */
export function printStructure(engine: Engine, tables: readonly Table[]): string {
  const schema = tables[0]?.schema ?? null
  const first = schema === null ? null : engine.structure.createSchema(schema)
  const statements = tables.flatMap((table) => engine.structure.create(table).map(({ sql }) => sql))
  return [...(first === null ? [] : [first]), ...statements].map((statement) => `${statement};\n`).join('\n')
}

export async function readDrift(engine: Engine, session: Session, tables: readonly Table[]): Promise<Drift[]> {
  const drift: Drift[] = []
  for (const table of tables) {
    drift.push(...compare(table, engine.structure.expected(table), await engine.structure.read(session, table)))
  }
  return drift
}

/** In the words of the collection: fields and the names of its indexes, without the prefix of the tables. */
function compare(table: Table, expected: StoredTable, stored: StoredTable | null): Drift[] {
  const collection = table.shape.name
  if (!stored) return [{ collection, part: null, problem: 'missing', detail: `There is no table ${table.name}.` }]
  const drift: Drift[] = []
  for (const { name, field } of table.columns) {
    const [type, found] = [expected.columns.get(name), stored.columns.get(name)]
    const part = field.name
    if (found === undefined) {
      drift.push({ collection, part, problem: 'missing', detail: `There is no column ${name} ${type}.` })
    } else if (found !== type) {
      drift.push({
        collection,
        part,
        problem: 'different',
        detail: `The column ${name} is ${found} instead of ${type}.`,
      })
    }
  }
  for (const name of expected.parts) {
    if (stored.parts.has(name)) continue
    const part = name.slice(table.name.length - collection.length)
    drift.push({ collection, part, problem: 'missing', detail: `There is no ${name}.` })
  }
  return drift
}
