import { instant, reference } from '@socius/core'
import { createStore, defineCollection } from '@socius/core/store'
import * as z from 'zod'
import { check, checkSame } from './check.js'
import { type OpenStore, type StoreCaseGroup, type StoreContext, storeCase } from './store-case.js'
import { aNote, anEntry, entries, notes, suiteCollections } from './suite-collections.js'

const first = defineCollection('suite_growing', {
  schema: z.object({ id: reference(), name: z.string(), at: instant() }),
  indexes: [['at']],
})

/** The same collection, one release later. */
const second = defineCollection('suite_growing', {
  schema: z.object({
    id: reference(),
    name: z.string(),
    at: instant(),
    score: z.number().nullable(),
    place: z.nullable(reference()),
  }),
  indexes: [['at'], ['place', 'at']],
})

/** The same collection with a field of another kind. */
const different = defineCollection('suite_growing', {
  schema: z.object({ id: reference(), name: z.number(), at: instant() }),
  indexes: [['at']],
})

async function withFresh(context: StoreContext, work: (opened: OpenStore) => Promise<void>): Promise<void> {
  const opened = await context.open()
  try {
    await work(opened)
  } finally {
    await opened.close()
  }
}

export const structure: StoreCaseGroup = {
  concern: 'structure',
  cases: [
    storeCase(19, 'prepare can be called again and keeps what is stored', async ({ adapter, store }) => {
      await store.insert(notes, [aNote('a')])
      await store.insert(entries, [anEntry('a')])
      const [before] = await store.get(entries, ['a'])
      await adapter.prepare(suiteCollections)
      await adapter.prepare([])
      checkSame(await store.get(notes, ['a']), [aNote('a')], 'the row')
      checkSame(await store.get(entries, ['a']), [before], 'the numbered row')
    }),
    storeCase(19, 'prepare adds what a later release declares, and drops nothing', async (context) => {
      await withFresh(context, async ({ adapter }) => {
        const store = createStore(adapter, context.tenant)
        await adapter.prepare([first.shape])
        await store.insert(first, [{ id: 'old', name: 'old', at: 1 }])
        await adapter.prepare([second.shape])
        checkSame(
          await store.get(second, ['old']),
          [{ id: 'old', name: 'old', at: 1, score: null, place: null }],
          'the old row',
        )
        const row = { id: 'new', name: 'new', at: 2, score: 0.5, place: 'here' }
        await store.insert(second, [row])
        const { items } = await store.query(second, { where: { place: 'here' }, orderBy: [['at', 'asc']], limit: 5 })
        checkSame(items, [row], 'the new row')
        checkSame(
          await store.update(second, { where: { id: 'old' }, add: { score: 2 } }),
          1,
          'an update of the new field',
        )
        checkSame((await store.get(second, ['old']))[0]?.score, 2, 'the new field')
      })
    }),
    storeCase(19, 'prepare can run several times at once', async (context) => {
      await withFresh(context, async ({ adapter }) => {
        await Promise.all(Array.from({ length: 4 }, () => adapter.prepare(suiteCollections)))
        const store = createStore(adapter, context.tenant)
        checkSame(await store.insert(notes, [aNote('a')]), ['a'], 'an insert')
      })
    }),
    storeCase(
      20,
      'drift is empty after prepare',
      async (context) => {
        await withFresh(context, async ({ adapter }) => {
          await adapter.prepare(suiteCollections)
          checkSame(await adapter.drift?.(suiteCollections), [], 'the drift')
        })
      },
      ['drift'],
    ),
    storeCase(
      20,
      'drift names tables, columns and indexes that are missing',
      async (context) => {
        await withFresh(context, async ({ adapter }) => {
          const none = await adapter.drift?.([first.shape, notes.shape])
          const tables = none
            ?.filter((drift) => drift.part === null && drift.problem === 'missing')
            .map((drift) => drift.collection)
          checkSame(tables?.sort(), ['suite_growing', 'suite_note'], 'missing tables')
          await adapter.prepare([first.shape, notes.shape])
          const some = await adapter.drift?.([second.shape, notes.shape])
          const parts = some
            ?.filter((drift) => drift.problem === 'missing')
            .map((drift) => `${drift.collection} ${drift.part}`)
          const expected = ['suite_growing place', 'suite_growing score', 'suite_growing suite_growing_2']
          checkSame(parts?.sort(), expected, 'missing columns and indexes')
          await adapter.prepare([second.shape])
          checkSame(await adapter.drift?.([second.shape, notes.shape]), [], 'the drift after prepare')
        })
      },
      ['drift'],
    ),
    storeCase(
      20,
      'drift names columns of another type',
      async (context) => {
        await withFresh(context, async ({ adapter }) => {
          await adapter.prepare([first.shape])
          const drift = await adapter.drift?.([different.shape])
          checkSame(
            drift?.map(({ collection, part, problem }) => ({ collection, part, problem })),
            [{ collection: 'suite_growing', part: 'name', problem: 'different' }],
            'the drift',
          )
        })
      },
      ['drift'],
    ),
    storeCase(
      20,
      'the printed statements make the same structure',
      async (context) => {
        await withFresh(context, async ({ adapter, execute }) => {
          const statements = adapter.ddl?.(suiteCollections)
          check(statements !== undefined && execute !== undefined, 'there are statements')
          await execute(statements)
          checkSame(await adapter.drift?.(suiteCollections), [], 'the drift')
          const store = createStore(adapter, context.tenant)
          checkSame(await store.insert(notes, [aNote('a', { title: 'found' })]), ['a'], 'an insert')
          await store.insert(entries, [anEntry('b'), anEntry('a')])
          const { items } = await store.query(entries, { orderBy: [['position', 'desc']], limit: 2 })
          checkSame(
            items.map((row) => row.id),
            ['b', 'a'],
            'the numbered rows',
          )
          if (adapter.search)
            checkSame((await store.query(notes, { match: 'found', limit: 1 })).items.length, 1, 'a search')
          await adapter.prepare(suiteCollections)
          checkSame(await adapter.drift?.(suiteCollections), [], 'the drift after prepare')
        })
      },
      ['ddl', 'drift', 'execute'],
    ),
  ],
}
