import { reference } from '@socius/core'
import { createStore, defineCollection } from '@socius/core/store'
import * as z from 'zod'
import { check, checkFails, checkSame } from './check.js'
import { type StoreCaseGroup, storeCase } from './store-case.js'
import { aNote, notes } from './suite-collections.js'

const unprepared = defineCollection('suite_unprepared', {
  schema: z.object({ id: reference(), secret: z.string() }),
})

const secret = 'Correct-Horse-Battery'

export const errors: StoreCaseGroup = {
  concern: 'errors',
  cases: [
    storeCase(
      21,
      'a call on a collection that is not there is rejected, without a value of the row in the error',
      async ({ store }) => {
        const calls = [
          () => store.insert(unprepared, [{ id: secret, secret }]),
          () => store.upsert(unprepared, [{ id: secret, secret }]),
          () => store.get(unprepared, [secret]),
          () => store.query(unprepared, { where: { secret }, limit: 1 }),
          () => store.update(unprepared, { where: { secret }, set: { secret: 'x' } }),
          () => store.claim(unprepared, { where: { secret }, limit: 1, set: { secret: 'x' } }),
          () => store.remove(unprepared, { where: { secret }, limit: 1 }),
          () => store.aggregate(unprepared, { where: { secret }, groupBy: [], measures: { count: 'count' }, limit: 1 }),
          () => store.transaction((inner) => inner.insert(unprepared, [{ id: secret, secret }])),
        ]
        for (const [position, call] of calls.entries()) {
          const error = await checkFails(call, ['store_rejected'], `call ${position}`)
          const said = `${error.message} ${JSON.stringify(error)}`
          check(!said.includes(secret), `the error of call ${position} repeats a value`)
          checkSame(error.retryable, false, `call ${position} is retryable`)
        }
      },
    ),
    storeCase(21, 'an error in a transaction undoes it, and the store goes on', async ({ store }) => {
      const failing = () =>
        store.transaction(async (inner) => {
          await inner.insert(notes, [aNote('a')])
          await inner.insert(unprepared, [{ id: 'a', secret }])
        })
      await checkFails(failing, ['store_rejected'], 'the transaction')
      checkSame(await store.get(notes, ['a']), [null], 'the row')
      checkSame(await store.insert(notes, [aNote('a')]), ['a'], 'an insert afterwards')
    }),
    storeCase(21, 'json that cannot be written is refused, and nothing of its call is written', async ({ store }) => {
      const loop: { self?: unknown } = {}
      loop.self = loop
      await store.insert(notes, [aNote('old')])
      for (const extra of [loop, { big: 1n }]) {
        const rows = [aNote('a'), aNote('b', { extra }), aNote('c')]
        const calls = [
          () => store.insert(notes, rows),
          () => store.upsert(notes, rows),
          () => store.update(notes, { where: {}, set: { label: 'x', extra } }),
          () => store.claim(notes, { where: {}, set: { label: 'x', extra }, limit: 1 }),
        ]
        for (const [position, call] of calls.entries()) {
          await checkFails(call, ['invalid_input', 'store_rejected'], `call ${position}`)
        }
      }
      checkSame((await store.query(notes, { limit: 10 })).items, [aNote('old')], 'the rows')
    }),
    storeCase(21, 'after close every call fails with a code', async (context) => {
      const opened = await context.open()
      await opened.adapter.prepare([notes.shape])
      await opened.close()
      const store = createStore(opened.adapter, context.tenant)
      await checkFails(() => store.get(notes, ['a']), ['store_unavailable', 'store_rejected'], 'get')
      await checkFails(() => store.insert(notes, [aNote('a')]), ['store_unavailable', 'store_rejected'], 'insert')
      await checkFails(
        () => store.transaction((inner) => inner.get(notes, ['a'])),
        ['store_unavailable', 'store_rejected'],
        'transaction',
      )
    }),
  ],
}
