import { expect, test } from 'vitest'
import { beginTogether, type Query } from './begin-together.js'

/** A connection whose answers are given by hand. */
function connection() {
  const sent: string[] = []
  const answers = new Map<string, PromiseWithResolvers<never>>()
  const query: Query = (text) => {
    sent.push(text)
    const answer = Promise.withResolvers<never>()
    answers.set(text, answer)
    return answer.promise
  }
  return {
    sent,
    query: beginTogether(query),
    answer: (text: string, rows: unknown = []) => answers.get(text)?.resolve(rows as never),
    fail: (text: string) => answers.get(text)?.reject(new Error(`no ${text}`)),
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('a read goes out with what opens its transaction', async () => {
  const { sent, query, answer } = connection()
  await query('begin', [])
  const reading = query('select 1', [])
  expect(sent).toEqual(['begin', 'select 1'])
  answer('begin')
  answer('select 1', ['row'])
  expect(await reading).toEqual(['row'])
  void query('update x', [])
  await turn()
  expect(sent).toEqual(['begin', 'select 1', 'update x'])
})

test('a write waits until the transaction is open, and is not sent when it does not open', async () => {
  const { sent, query, fail } = connection()
  await query('start transaction isolation level read committed', [])
  const writing = query('delete from x', [])
  await turn()
  expect(sent).toEqual(['start transaction isolation level read committed'])
  fail('start transaction isolation level read committed')
  await expect(writing).rejects.toThrow('no start transaction')
  expect(sent).toHaveLength(1)
})

test('what was read outside a transaction that did not open is not given out', async () => {
  const { query, answer, fail } = connection()
  await query('begin', [])
  const reading = query('select 1', [])
  answer('select 1', ['row'])
  fail('begin')
  await expect(reading).rejects.toThrow('no begin')
})

test('a transaction without statements is opened before it ends', async () => {
  const { sent, query, answer } = connection()
  await query('begin', [])
  const ending = query('commit', [])
  answer('begin')
  await turn()
  answer('commit')
  await ending
  expect(sent).toEqual(['begin', 'commit'])
})
