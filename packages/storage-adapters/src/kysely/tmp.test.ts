import { afterAll, beforeAll, describe, it } from 'vitest'
import { canRun, createContext } from '../../../testkit/src/store/store-case.ts'
import { suiteCollections } from '../../../testkit/src/store/suite-collections.ts'
import { kyselyStore } from '../kysely.ts'

const groups = await Promise.all(
  [
    'aggregate',
    'branches',
    'claim',
    'cursor',
    'get',
    'insert',
    'isolation',
    'query',
    'remove',
    'search',
    'transaction',
    'update',
    'upsert',
    'values',
  ].map(
    async (n) =>
      Object.values(await import(`../../../testkit/src/store/${n}.suite.ts`)).find((v: any) => v?.cases) as any,
  ),
)
const open = async () => {
  const adapter = kyselyStore({ dialect: 'sqlite', database: ':memory:' })
  await adapter.prepare(suiteCollections)
  return { adapter, close: () => adapter.close() }
}
describe('sqlite', () => {
  let opened: any
  beforeAll(async () => {
    opened = await open()
  })
  afterAll(() => opened.close())
  let n = 0
  for (const g of groups)
    describe(g.concern, () => {
      for (const c of g.cases)
        it(`${c.rule} ${c.name}`, async (t) => {
          if (!canRun(c, opened)) t.skip()
          await c.run(createContext(opened.adapter, `t${n++}`, open))
        })
    })
})
