import { concurrencySuite, storeFuzz, storeSuite } from '@socius/testkit/store'
import mysql from 'mysql2/promise'
import { afterAll, describe, test } from 'vitest'
import { kyselyStore } from '../../kysely.js'
import { memoryStore } from '../../memory.js'

const server = process.env['SOCIUS_TEST_MARIADB_URL']
const prefix = `socius_kysely_${process.pid}_`
let databases = 0

function newDatabase(): string {
  databases += 1
  return prefix + databases
}

describe.skipIf(server === undefined)('on a MariaDB server', () => {
  const url = server ?? 'mysql://localhost'

  async function execute(statements: string): Promise<void> {
    const connection = await mysql.createConnection({ uri: url, multipleStatements: true })
    await connection.query(statements)
    await connection.end()
  }

  afterAll(async () => {
    for (let n = 1; n <= databases; n++) await execute(`drop database if exists ${prefix}${n}`)
  })

  storeSuite('MariaDB', async () => {
    const schema = newDatabase()
    const adapter = kyselyStore({ dialect: 'mysql', url, schema })
    return { adapter, close: () => adapter.close(), execute }
  })

  concurrencySuite('MariaDB', async (count) => {
    const schema = newDatabase()
    const adapters = Array.from({ length: count }, () => kyselyStore({ dialect: 'mysql', url, schema }))
    return {
      adapters,
      async close() {
        await Promise.all(adapters.map((adapter) => adapter.close()))
      },
    }
  })

  test('the fuzz finds no difference between MariaDB and memory', { timeout: 1_200_000 }, async () => {
    const subject = kyselyStore({ dialect: 'mysql', url, schema: newDatabase() })
    await storeFuzz({ oracle: memoryStore(), subject })
    await subject.close()
  })
})
