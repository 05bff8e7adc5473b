import { isSociusError, type SociusError } from '@socius/core/store'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type KyselyStoreOptions, kyselyStore } from '../kysely.js'

const secret = 'Correct-Horse-Battery'

function refusal(options: unknown): SociusError {
  try {
    kyselyStore(options as Parameters<typeof kyselyStore>[0])
  } catch (error) {
    if (isSociusError(error)) return error
    throw error
  }
  throw new Error('Nothing was refused.')
}

describe('options', () => {
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['no dialect', {}],
    ['a dialect that is not there', { dialect: 'oracle', url: `oracle://u:${secret}@host/db` }],
    ['no database', { dialect: 'sqlite' }],
    ['an empty path', { dialect: 'sqlite', database: '' }],
    ['a database that is none', { dialect: 'sqlite', database: { prepare: 1 } }],
    ['two sources', { dialect: 'sqlite', database: ':memory:', db: {} }],
    ['a url for SQLite', { dialect: 'sqlite', url: `postgres://u:${secret}@host/db` }],
    ['a url that is none', { dialect: 'postgres', url: secret }],
    ['an empty url', { dialect: 'mysql', url: '' }],
    ['a url of another database', { dialect: 'postgres', url: `mysql://u:${secret}@host/db` }],
    ['a pool that is none', { dialect: 'postgres', pool: { secret } }],
    ['a PGlite that is none', { dialect: 'postgres', pglite: { secret } }],
    ['a Kysely instance that is none', { dialect: 'mysql', db: { secret } }],
    ['a prefix that could not be a name', { dialect: 'sqlite', database: ':memory:', prefix: 'x"; drop' }],
    ['a prefix that is too long', { dialect: 'sqlite', database: ':memory:', prefix: 'a'.repeat(17) }],
    ['a schema that could not be a name', { dialect: 'sqlite', database: ':memory:', schema: 'a.b' }],
    ['an option that is not there', { dialect: 'sqlite', database: ':memory:', tablePrefix: 'x_' }],
  ])('refuse %s at once, without repeating it', (_, options) => {
    const error = refusal(options)
    expect(error).toMatchObject({ code: 'invalid_option', retryable: false })
    expect(`${error.message} ${JSON.stringify(error)}`).not.toContain(secret)
  })

  test('open nothing by themselves', () => {
    expect(() => kyselyStore({ dialect: 'sqlite', database: '/no/such/folder/social.db' })).not.toThrow()
    expect(() => kyselyStore({ dialect: 'postgres', url: 'postgres://nobody@127.0.0.1:1/nothing' })).not.toThrow()
  })
})

describe('a database that cannot be reached', () => {
  const unreachable: readonly KyselyStoreOptions[] = [
    { dialect: 'postgres', url: `postgres://someone:${secret}@127.0.0.1:1/nothing` },
    { dialect: 'mysql', url: `mysql://someone:${secret}@127.0.0.1:1/nothing` },
  ]
  test.each(unreachable)('is unavailable, and $dialect says nothing of the password', async (options) => {
    const adapter = kyselyStore(options)
    const error: unknown = await adapter.prepare([shape]).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'store_unavailable', retryable: true })
    const said = `${String(error)} ${JSON.stringify(error)}`
    expect(said).not.toContain(secret)
    expect(said).not.toContain('someone')
    await adapter.close()
  })
})

describe('a driver that is not installed', () => {
  afterEach(() => {
    vi.doUnmock('pg')
    vi.doUnmock('mysql2')
    vi.resetModules()
  })

  test.each([
    ['postgres', 'pg'],
    ['mysql', 'mysql2'],
  ] as const)('is named at the first call to %s', async (dialect, driver) => {
    vi.resetModules()
    vi.doMock(driver, () => {
      throw new Error(`Cannot find package '${driver}'`)
    })
    const { kyselyStore: fresh } = await import('../kysely.js')
    const url = `${dialect}://someone:${secret}@127.0.0.1:1/nothing`
    const adapter = fresh(dialect === 'mysql' ? { dialect, url } : { dialect, url })
    const error: unknown = await adapter.prepare([shape]).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'invalid_option', retryable: false })
    expect(String(error)).toContain(`"${driver}"`)
    expect(String(error)).not.toContain(secret)
  })
})

const shape = {
  name: 'thing',
  fields: [
    { name: 'tenant', kind: 'string', nullable: false, maxLength: 191 },
    { name: 'id', kind: 'string', nullable: false, maxLength: 191 },
  ],
  compare: null,
  keep: [],
  sequence: null,
  search: null,
  indexes: [],
} as const
