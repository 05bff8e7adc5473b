import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { concurrencySuite, storeFuzz, storeSuite } from '@socius/testkit/store'
import Database from 'better-sqlite3'
import { afterAll, test } from 'vitest'
import { kyselyStore } from '../../kysely.js'
import { memoryStore } from '../../memory.js'

const folder = mkdtempSync(join(tmpdir(), 'socius-'))
let files = 0

function newFile(): string {
  files += 1
  return join(folder, `${files}.db`)
}

afterAll(() => rmSync(folder, { recursive: true }))

storeSuite('SQLite in memory', async () => {
  const adapter = kyselyStore({ dialect: 'sqlite', database: ':memory:' })
  return { adapter, close: () => adapter.close() }
})

storeSuite('a SQLite file', async () => {
  const database = newFile()
  const adapter = kyselyStore({ dialect: 'sqlite', database })
  return {
    adapter,
    close: () => adapter.close(),
    async execute(statements) {
      const handle = new DatabaseSync(database)
      handle.exec(statements)
      handle.close()
    },
  }
})

storeSuite('better-sqlite3', async () => {
  const database = new Database(newFile())
  const adapter = kyselyStore({ dialect: 'sqlite', database })
  return {
    adapter,
    async close() {
      await adapter.close()
      database.close()
    },
    async execute(statements) {
      database.exec(statements)
    },
  }
})

concurrencySuite('a SQLite file', async (count) => {
  const database = newFile()
  const adapters = Array.from({ length: count }, () => kyselyStore({ dialect: 'sqlite', database }))
  return {
    adapters,
    async close() {
      await Promise.all(adapters.map((adapter) => adapter.close()))
    },
  }
})

concurrencySuite('SQLite in memory', async (count) => {
  const adapter = kyselyStore({ dialect: 'sqlite', database: ':memory:' })
  return { adapters: Array.from({ length: count }, () => adapter), close: () => adapter.close() }
})

test('the fuzz finds no difference between SQLite and memory', { timeout: 1_200_000 }, async () => {
  const subject = kyselyStore({ dialect: 'sqlite', database: ':memory:' })
  await storeFuzz({ oracle: memoryStore(), subject })
  await subject.close()
})
