import { memoryStore } from '@socius/storage-adapters/memory'
import { countingStore } from '@socius/testkit/store'
import { describe, expect, it } from 'vitest'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { isSociusError, type Socius, system, systemOf } from '../index.js'
import type { StoreAdapter } from '../store.js'

type Found = { items: { id: string }[]; next: string | null }
type Wanted = { text?: string; skill?: string; company?: string }

async function connect(social: Socius, one: string, other: string): Promise<void> {
  await social.connections.request(system, { personId: one, otherId: other })
  await social.connections.accept(system, { personId: other, otherId: one })
}

async function open(store: StoreAdapter = memoryStore()) {
  const test = await createTestSocial({ store })
  const { social } = test
  await social.people.save(system, {
    personId: 'ada',
    displayName: 'Ada Lovelace',
    bio: 'Wrote the first programme',
    location: 'London',
    company: 'Analytical  ENGINE',
    skills: ['Algebra', 'C++', 'Riding'],
    visibility: { bio: 'connections', location: 'private', company: 'connections', skills: 'connections' },
  })
  await social.people.save(system, {
    personId: 'bob',
    displayName: 'Bob',
    company: 'analytical engine',
    skills: ['algebra'],
  })
  await social.people.save(system, { personId: 'friend', displayName: 'Friend' })
  await connect(social, 'ada', 'friend')
  await social.connections.request(system, { personId: 'asker', otherId: 'ada' })
  const find = async (who: string, wanted: Wanted) =>
    (await social.people.search(who === 'system' ? system : actorOf(who), wanted)).items.map(({ id }) => id).toSorted()
  return { ...test, find }
}

describe.each(testStores)('people.search on %s', (_name, openStore) => {
  const hidden: [what: string, wanted: Wanted, connections: boolean][] = [
    ['a word of a field for connections', { text: 'programme' }, true],
    ['a word of a field for connections beside one for all', { text: 'ada programme' }, true],
    ['a word of a private field', { text: 'london' }, false],
    ['a word of a private field beside one for all', { text: 'lovelace london' }, false],
    ['a skill for connections', { skill: 'riding' }, true],
    ['a company for connections', { company: 'Analytical Engine', text: 'lovelace' }, true],
    ['a company and a skill for connections', { company: 'analytical engine', skill: 'c++' }, true],
  ]

  it.each(hidden)('finds nobody by %s who may not see it', async (_what, wanted, connections) => {
    const { find } = await open(openStore())
    expect(await find('stranger', wanted)).toEqual([])
    expect(await find('asker', wanted)).toEqual([])
    expect(await find('friend', wanted)).toEqual(connections ? ['ada'] : [])
    expect(await find('ada', wanted)).toEqual(['ada'])
    expect(await find('system', wanted)).toEqual(['ada'])
  })

  it('finds by what everybody sees, and shows what each may see', async () => {
    const { social, find } = await open(openStore())
    for (const who of ['stranger', 'friend', 'ada', 'system'])
      expect(await find(who, { text: 'lovelace' })).toEqual(['ada'])
    const [toStranger] = (await social.people.search(actorOf('stranger'), { text: 'lovelace' })).items
    expect(toStranger).toMatchObject({
      displayName: 'Ada Lovelace',
      bio: null,
      location: null,
      skills: [],
      visibility: {},
    })
    const [toFriend] = (await social.people.search(actorOf('friend'), { text: 'lovelace' })).items
    expect(toFriend).toMatchObject({ bio: 'Wrote the first programme', location: null, visibility: {} })
    const [toAda] = (await social.people.search(actorOf('ada'), { text: 'lovelace' })).items
    expect(toAda).toMatchObject({ location: 'London', visibility: { location: 'private' } })
  })

  it('joins words, a skill and a company', async () => {
    const { find } = await open(openStore())
    expect(await find('friend', { skill: 'ALGEBRA' })).toEqual(['ada', 'bob'])
    expect(await find('friend', { skill: 'algebra', company: ' analytical engine' })).toEqual(['ada', 'bob'])
    expect(await find('friend', { skill: 'algebra', text: 'bob' })).toEqual(['bob'])
    expect(await find('friend', { skill: 'riding', text: 'bob' })).toEqual([])
    expect(await find('stranger', { skill: 'algebra', company: 'analytical engine' })).toEqual(['bob'])
    expect(await find('stranger', { skill: 'alg' })).toEqual([])
    expect(await find('stranger', { skill: '%' })).toEqual([])
  })

  it('follows a change of what is shown to whom at once', async () => {
    const { social, find } = await open(openStore())
    await social.people.save(system, { personId: 'ada', visibility: {} })
    expect(await find('stranger', { text: 'programme' })).toEqual(['ada'])
    expect(await find('stranger', { skill: 'riding' })).toEqual(['ada'])
    await social.people.save(system, { personId: 'ada', skills: ['chess'], visibility: { displayName: 'private' } })
    expect(await find('stranger', { skill: 'riding' })).toEqual([])
    expect(await find('stranger', { skill: 'chess' })).toEqual(['ada'])
    expect(await find('friend', { text: 'lovelace' })).toEqual([])
    await social.connections.withdraw(system, { personId: 'ada', otherId: 'friend' })
    await social.people.save(system, { personId: 'ada', visibility: { skills: 'connections' } })
    expect(await find('friend', { skill: 'chess' })).toEqual([])
  })

  it('finds nobody whom a block stands before, from either side', async () => {
    const { social, find } = await open(openStore())
    await social.connections.block(system, { personId: 'bob', otherId: 'stranger' })
    await social.connections.block(system, { personId: 'friend', otherId: 'bob' })
    for (const who of ['stranger', 'friend']) {
      for (const wanted of [{ text: 'bob' }, { skill: 'algebra' }, { company: 'analytical engine' }]) {
        expect(await find(who, wanted)).not.toContain('bob')
      }
    }
    expect(await find('bob', { text: 'friend' })).toEqual([])
    expect(await find('system', { text: 'bob' })).toEqual(['bob'])
  })

  it('finds a person who was merged once, as the one they turned out to be', async () => {
    const { social, find } = await open(openStore())
    await social.people.save(system, { personId: 'ann', displayName: 'Ann', bio: 'weaver', skills: ['looms'] })
    const { id: mergeId } = await social.people.merge(system, { fromId: 'ann', intoId: 'bob' })
    expect(await find('stranger', { text: 'weaver' })).toEqual(['bob'])
    expect(await find('stranger', { text: 'ann' })).toEqual([])
    expect(await find('stranger', { skill: 'looms' })).toEqual([])
    await social.people.unmerge(system, { mergeId })
    expect(await find('stranger', { text: 'weaver' })).toEqual(['ann'])
    expect(await find('stranger', { skill: 'looms' })).toEqual(['ann'])
  })

  it('gives everybody once, page by page, whoever sees them how', async () => {
    const { social } = await open(openStore())
    for (let place = 0; place < 23; place++) {
      const personId = `p${String(place).padStart(2, '0')}`
      const visibility = { skills: (['public', 'connections', 'private'] as const)[place % 3] ?? 'public' }
      await social.people.save(system, { personId, displayName: 'Somebody', skills: ['chess', 'go'], visibility })
      if (place % 2 === 0) await connect(social, personId, 'viewer')
    }
    const walk = async (wanted: Wanted) => {
      const seen: string[] = []
      for (let cursor: string | null = null, more = true; more; ) {
        const page: Found = await social.people.search(actorOf('viewer'), { ...wanted, limit: 4, cursor })
        expect(page.items.length).toBe(page.next === null ? page.items.length : 4)
        seen.push(...page.items.map(({ id }) => id))
        cursor = page.next
        more = cursor !== null
      }
      return seen.toSorted()
    }
    const all = Array.from({ length: 23 }, (_, place) => `p${String(place).padStart(2, '0')}`)
    const visible = all.filter((_, place) => place % 3 === 0 || (place % 3 === 1 && place % 2 === 0))
    expect(await walk({ text: 'somebody' })).toEqual(all)
    expect(await walk({ skill: 'chess' })).toEqual(visible)
    expect(await walk({ skill: 'go', text: 'somebody' })).toEqual(visible)
  })

  it('stays in its tenant', async () => {
    const { social } = await open(openStore())
    expect(await social.people.search(systemOf('other'), { skill: 'algebra' })).toEqual({ items: [], next: null })
  })
})

describe('people.search', () => {
  it('refuses to look for nothing', async () => {
    const { social } = await open()
    for (const wanted of [{}, { text: '' }, { limit: 5 }, { skill: '' }]) {
      await expect(social.people.search(system, wanted)).rejects.toMatchObject({ code: 'invalid_input' })
    }
  })

  it('takes three statements, however long the page', async () => {
    const counting = countingStore(memoryStore())
    const { social } = await createTestSocial({ store: counting })
    for (let place = 0; place < 30; place++) {
      await social.people.save(system, { personId: `p${place}`, displayName: 'Somebody', skills: ['chess'] })
    }
    for (const limit of [2, 30]) {
      for (const wanted of [{ text: 'somebody' }, { skill: 'chess' }, { skill: 'chess', text: 'somebody' }]) {
        counting.reset()
        const page = await social.people.search(actorOf('viewer'), { ...wanted, limit })
        expect(page.items).toHaveLength(limit)
        expect(counting.count).toBe(3)
      }
    }
  })
})

describe('people.list', () => {
  it('gives everybody but those who were merged away, to those who may see everybody', async () => {
    const { social } = await open()
    await social.people.merge(system, { fromId: 'bob', intoId: 'ada' })
    expect((await social.people.list(system)).items.map(({ id }) => id)).toEqual(['ada', 'friend'])
    const refused: unknown = await social.people.list(actorOf('ada')).catch((error: unknown) => error)
    expect(isSociusError(refused, 'forbidden')).toBe(true)
  })
})
