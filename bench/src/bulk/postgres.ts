import { createStore } from '@socius/core/store'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import pg from 'pg'
import { type Arena, type Contender, type ReadyRow, tenant } from './contender.ts'
import { activities, columns } from './rows.ts'

const schemaName = 'socius_bench'
const types = activities.shape.fields.map(({ kind }) => {
  if (kind === 'boolean') return 'boolean'
  if (kind === 'number') return 'double precision'
  return kind === 'integer' || kind === 'instant' ? 'bigint' : 'text'
})
const compareAt = columns.indexOf('hash')
const unnested = `select * from unnest(${types.map((type, n) => `$${n + 1}::${type}[]`).join(', ')})`
const set = columns
  .slice(2)
  .map((name) => `${name} = excluded.${name}`)
  .join(', ')

export async function postgresArena(url: string): Promise<Arena> {
  const admin = new pg.Pool({ connectionString: url, max: 1 })
  await admin.query(`drop schema if exists ${schemaName} cascade`)

  async function emptyTable(prefix: string): Promise<string> {
    const adapter = kyselyStore({ dialect: 'postgres', url, schema: schemaName, prefix })
    await adapter.prepare([activities.shape])
    await adapter.close()
    const table = `${schemaName}.${prefix}bulk_activity`
    await admin.query(`truncate ${table}`)
    return table
  }

  async function store(): Promise<Contender> {
    await emptyTable('ours_')
    const adapter = kyselyStore({ dialect: 'postgres', url, schema: schemaName, prefix: 'ours_' })
    const bound = createStore(adapter, tenant)
    return {
      name: 'store',
      async write({ rows }) {
        await bound.upsert(activities, rows)
      },
      close: () => adapter.close(),
    }
  }

  async function conditional(): Promise<Contender> {
    const table = await emptyTable('one_')
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const text = `insert into ${table} as t (${columns.join(', ')}) ${unnested}
      on conflict (tenant, id) do update set ${set} where t.hash is distinct from excluded.hash`
    return {
      name: 'driver, unnested arrays, one conditional upsert',
      async write({ ready }) {
        await client.query({ name: 'upsert', text, values: toArrays(ready) })
      },
      close: () => client.end(),
    }
  }

  async function hashesFirst(): Promise<Contender> {
    const table = await emptyTable('two_')
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const text = `insert into ${table} (${columns.join(', ')}) ${unnested} on conflict (tenant, id) do update set ${set}`
    const read = `select id, hash from ${table} where tenant = $1 and id = any($2)`
    return {
      name: 'driver, hashes first, unnested arrays of changed rows',
      async write({ ready }) {
        const ids = ready.map((row) => row[1])
        const found = await client.query<{ id: string; hash: string }>({
          name: 'read',
          text: read,
          values: [tenant, ids],
        })
        const stored = new Map(found.rows.map((row) => [row.id, row.hash]))
        const changed = ready.filter((row) => stored.get(String(row[1])) !== row[compareAt])
        if (changed.length > 0) await client.query({ name: 'upsert', text, values: toArrays(changed) })
      },
      close: () => client.end(),
    }
  }

  return {
    engine: 'Postgres',
    contenders: [store, conditional, hashesFirst],
    async close() {
      await admin.query(`drop schema if exists ${schemaName} cascade`)
      await admin.end()
    },
  }
}

function toArrays(rows: readonly ReadyRow[]): (string | number | null)[][] {
  return columns.map((_, n) => rows.map((row) => row[n] ?? null))
}
