import { expect, it } from 'vitest'
import { loadOnce } from './load-once.js'

it('loads once, however many ask meanwhile', async () => {
  let loads = 0
  const load = loadOnce(async () => ({ load: ++loads }))
  const [first, second] = await Promise.all([load(), load()])
  expect(first).toBe(second)
  expect(await load()).toBe(first)
  expect(loads).toBe(1)
})

it('tries again after a load that failed', async () => {
  let loads = 0
  const load = loadOnce(async () => {
    loads += 1
    if (loads === 1) throw new TypeError('no network')
    return loads
  })
  const answers = await Promise.allSettled([load(), load()])
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await load()).toBe(2)
})
