import { createStore } from '@socius/core/store'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import mysql, { type RowDataPacket } from 'mysql2/promise'
import { type Arena, type Contender, type ReadyRow, tenant } from './contender.ts'
import { activities, columns } from './rows.ts'

const schemaName = 'socius_bench'
const compareAt = columns.indexOf('hash')
const changing = columns.slice(2).filter((name) => name !== 'hash')
const row = `(${columns.map(() => '?').join(', ')})`

export async function mariadbArena(url: string): Promise<Arena> {
  const connect = () => mysql.createConnection({ uri: url, supportBigNumbers: true })
  const admin = await connect()
  await admin.query(`drop database if exists ${schemaName}`)

  async function emptyTable(prefix: string): Promise<string> {
    const adapter = kyselyStore({ dialect: 'mysql', url, schema: schemaName, prefix })
    await adapter.prepare([activities.shape])
    await adapter.close()
    const table = `${schemaName}.${prefix}bulk_activity`
    await admin.query(`truncate ${table}`)
    return table
  }

  async function store(): Promise<Contender> {
    await emptyTable('ours_')
    const adapter = kyselyStore({ dialect: 'mysql', url, schema: schemaName, prefix: 'ours_' })
    const bound = createStore(adapter, tenant)
    return {
      name: 'store',
      async write({ rows }) {
        await bound.upsert(activities, rows)
      },
      close: () => adapter.close(),
    }
  }

  function insertInto(table: string, count: number): string {
    return `insert into ${table} (${columns.join(', ')}) values ${Array.from({ length: count }, () => row).join(', ')}`
  }

  async function conditional(): Promise<Contender> {
    const table = await emptyTable('one_')
    const connection = await connect()
    const kept = changing.map((name) => `${name} = if(hash <=> values(hash), ${name}, values(${name}))`).join(', ')
    return {
      name: 'driver, prepared rows, one conditional upsert',
      async write({ ready }) {
        const text = `${insertInto(table, ready.length)} on duplicate key update ${kept}, hash = values(hash)`
        await connection.execute(text, ready.flat())
      },
      close: () => connection.end(),
    }
  }

  async function hashesFirst(): Promise<Contender> {
    const table = await emptyTable('two_')
    const connection = await connect()
    const all = [...changing, 'hash'].map((name) => `${name} = values(${name})`).join(', ')
    return {
      name: 'driver, hashes first, prepared rows that changed',
      async write({ ready }) {
        const ids = ready.map((values) => values[1])
        const [found] = await connection.query<(RowDataPacket & { id: string; hash: string })[]>(
          `select id, hash from ${table} where tenant = ? and id in (?)`,
          [tenant, ids],
        )
        const stored = new Map(found.map((entry) => [entry.id, entry.hash]))
        const changed = ready.filter((values: ReadyRow) => stored.get(String(values[1])) !== values[compareAt])
        if (changed.length === 0) return
        await connection.execute(`${insertInto(table, changed.length)} on duplicate key update ${all}`, changed.flat())
      },
      close: () => connection.end(),
    }
  }

  return {
    engine: 'MariaDB',
    contenders: [store, conditional, hashesFirst],
    async close() {
      await admin.query(`drop database if exists ${schemaName}`)
      await admin.end()
    },
  }
}
