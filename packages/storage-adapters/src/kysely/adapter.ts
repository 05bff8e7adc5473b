import type { GetPlan, StoreAdapter, StoredRow } from '@socius/core/store'
import { SociusError } from '@socius/core/store'
import type { Engine } from './engine.js'
import type { Session } from './session.js'
import { raw, sql } from './sql.js'
import { prepareTables, printStructure, readDrift } from './structure.js'
import { createTables, type Naming } from './table.js'

export interface AdapterParts {
  readonly engine: Engine
  readonly session: Session
  readonly naming: Naming
  /** Closes what the store opened itself; the host's own is left alone. */
  readonly close: () => Promise<void>
}

/** An adapter of one engine, on one session. */
export function createAdapter({ engine, session: root, naming, close }: AdapterParts): StoreAdapter {
  const tableOf = createTables(naming, engine)
  let closed: Promise<void> | null = null

  function usable(session: Session): Session {
    if (closed) throw new SociusError('store_unavailable', 'The store is closed.', { retryable: true })
    return session
  }

  async function getRows(session: Session, plan: GetPlan): Promise<StoredRow[]> {
    const table = tableOf(plan.collection)
    const id = table.column('id')
    const ofTenant = plan.tenant === null ? raw('') : sql`${table.column('tenant').id} = ${plan.tenant} and `
    const { rows } = await session.run(
      sql`select ${plan.fields ? table.select(plan.fields) : table.selected} from ${table.id} where ${ofTenant}${engine.filters.inList(id, id.id, plan.ids, false)}`,
    )
    return table.decode(rows)
  }

  function over(session: Session, shared: Pick<StoreAdapter, 'close' | 'transaction'>): StoreAdapter {
    const operation = <Plan extends { readonly collection: StoreShape }>(plan: Plan) => {
      return { session: usable(session), table: tableOf(plan.collection), tableOf, plan }
    }
    return {
      name: engine.name,
      search: true,
      async prepare(collections) {
        await prepareTables(engine, usable(session), collections.map(tableOf))
      },
      ddl: (collections) => printStructure(engine, collections.map(tableOf)),
      drift: async (collections) => readDrift(engine, usable(session), collections.map(tableOf)),
      get: async (plan) => getRows(usable(session), plan),
      query: async (plan) => engine.query(operation(plan)),
      aggregate: async (plan) => engine.aggregate(operation(plan)),
      insert: async (plan) => engine.insert(usable(session), tableOf(plan.collection), plan.rows),
      upsert: async (plan) => engine.upsert(usable(session), tableOf(plan.collection), plan.rows),
      update: async (plan) => engine.update(operation(plan)),
      accumulate: async (plan) => engine.accumulate(operation(plan)),
      claim: async (plan) => engine.claim(operation(plan)),
      remove: async (plan) => engine.remove(operation(plan)),
      ...shared,
    }
  }

  function inside(session: Session): StoreAdapter {
    const adapter: StoreAdapter = over(session, {
      transaction: (work) => work(adapter),
      async close() {
        throw new SociusError('store_rejected', 'A store is not closed inside one of its transactions.')
      },
    })
    return adapter
  }

  return over(root, {
    // On the host's open transaction a savepoint: a failure undoes the store's work and leaves the host's.
    transaction: async (work) => usable(root).savepoint((session) => work(inside(session))),
    close() {
      closed ??= close()
      return closed
    },
  })
}

type StoreShape = GetPlan['collection']
