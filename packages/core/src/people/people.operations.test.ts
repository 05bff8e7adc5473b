import { describe, expect, it } from 'vitest'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { personCreated, personUpdated, type Socius, type SociusEvent, system, systemOf } from '../index.js'

const ada = actorOf('ada')
const bob = actorOf('bob')

async function connect(social: Socius, one: string, other: string): Promise<void> {
  await social.connections.request(system, { personId: one, otherId: other })
  await social.connections.accept(system, { personId: other, otherId: one })
}

describe.each(testStores)('people.save on %s', (_name, open) => {
  it('adds a person with empty fields, and says so', async () => {
    const { social, clock } = await createTestSocial({ store: open() })
    const events: SociusEvent[] = []
    social.on(personCreated, (event) => events.push(event))
    social.on(personUpdated, (event) => events.push(event))
    const saved = await social.people.save(ada, { personId: 'ada', displayName: 'Ada', skills: ['algebra'] })
    expect(saved).toEqual({
      id: 'ada',
      displayName: 'Ada',
      headline: null,
      title: null,
      company: null,
      location: null,
      bio: null,
      avatarUrl: null,
      skills: ['algebra'],
      goals: [],
      links: [],
      visibility: {},
      mergedInto: null,
      createdAt: clock.now(),
      updatedAt: clock.now(),
    })
    expect(await social.people.get(ada, { personId: 'ada' })).toEqual(saved)
    expect(events.map(({ name, subject, payload }) => ({ name, subject, payload }))).toEqual([
      { name: 'person.created', subject: 'ada', payload: { personId: 'ada' } },
      { name: 'person.updated', subject: 'ada', payload: { personId: 'ada', fields: ['displayName', 'skills'] } },
    ])
  })

  it('changes only the fields that are given, keeps when the person was added, and empties what is null', async () => {
    const { social, clock } = await createTestSocial({ store: open() })
    const before = await social.people.save(ada, { personId: 'ada', displayName: 'Ada', bio: 'Counts.', goals: ['x'] })
    clock.advance(1000)
    const after = await social.people.save(ada, { personId: 'ada', title: 'Countess', bio: null })
    expect(after).toEqual({ ...before, title: 'Countess', bio: null, updatedAt: before.createdAt + 1000 })
    expect(await social.people.get(ada, { personId: 'ada' })).toEqual(after)
    clock.advance(1000)
    expect(await social.people.save(ada, { personId: 'ada' })).toEqual(after)
    expect(await social.people.save(ada, { personId: 'ada', bio: undefined })).toEqual(after)
  })

  it('loses nothing of what is saved at the same time', async () => {
    const { social } = await createTestSocial({ store: open() })
    await Promise.all([
      social.people.save(ada, { personId: 'ada', displayName: 'Ada' }),
      social.people.save(ada, { personId: 'ada', title: 'Countess' }),
      social.people.save(ada, { personId: 'ada', company: 'Engine' }),
      social.people.save(ada, { personId: 'ada', location: 'London' }),
    ])
    expect(await social.people.get(ada, { personId: 'ada' })).toMatchObject({
      displayName: 'Ada',
      title: 'Countess',
      company: 'Engine',
      location: 'London',
    })
  })

  it('is the person’s own business', async () => {
    const { social } = await createTestSocial({ store: open() })
    await expect(social.people.save(bob, { personId: 'ada', displayName: 'Bob' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(social.people.get(ada, { personId: 'ada' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('stores texts that can stand beside others', async () => {
    const { social } = await createTestSocial({ store: open() })
    const saved = await social.people.save(ada, {
      personId: 'ada',
      displayName: 'Ada\u202e\0 \ud800',
      bio: 'one\r\ntwo\u200b',
      headline: '\u200b\u2066',
      company: '😀'.repeat(100),
      skills: ['al\u202egebra', '\u200b'],
      goals: ['می\u200cخواهم'],
      links: [{ label: 'home\u2066', url: 'https://example.org/\u202egpj.exe' }],
      avatarUrl: 'https://example.org/a\u200b.png',
    })
    expect(saved).toMatchObject({
      displayName: 'Ada \ufffd',
      bio: 'one\ntwo',
      headline: null,
      company: '😀'.repeat(100),
      skills: ['algebra'],
      goals: ['می\u200cخواهم'],
      links: [{ label: 'home', url: 'https://example.org/gpj.exe' }],
      avatarUrl: 'https://example.org/a.png',
    })
    expect(await social.people.get(ada, { personId: 'ada' })).toEqual(saved)
  })
})

describe('what people.save refuses', () => {
  const long = 'x'.repeat(100_000)
  const refused: [string, object][] = [
    ['a name that is too long', { displayName: long }],
    ['a bio that is too long', { bio: 'x'.repeat(5001) }],
    ['a person’s id that no key can hold', { personId: 'x'.repeat(192) }],
    ['a person without an id', { personId: '' }],
    ['too many skills', { skills: Array.from({ length: 201 }, () => 'x') }],
    ['a skill that is too long', { skills: ['x'.repeat(101)] }],
    ['a skill that is no text', { skills: [{}] }],
    ['a link that runs', { links: [{ label: 'x', url: 'javascript:alert(1)' }] }],
    ['a picture that is data', { avatarUrl: 'data:image/svg+xml,<svg/>' }],
    ['a picture without an address', { avatarUrl: 'picture.png' }],
    ['a field that there is not', { role: 'admin' }],
    ['the times, which are not for callers', { createdAt: 0 }],
    ['a field of visibility that there is not', { visibility: { id: 'private' } }],
    ['an audience that there is not', { visibility: { bio: 'friends' } }],
  ]

  it.each(refused)('%s', async (_what, input) => {
    const { social } = await createTestSocial()
    await expect(social.people.save(system, { personId: 'ada', ...input })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    await expect(social.people.get(system, { personId: 'ada' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is named without its text', async () => {
    const { social } = await createTestSocial()
    const error: unknown = await social.people
      .save(ada, { personId: 'ada', bio: long })
      .catch((cause: unknown) => cause)
    expect(JSON.stringify(error)).not.toContain('xxx')
    expect(String(error)).toContain('bio')
  })
})

describe('people.get', () => {
  const fields = {
    personId: 'ada',
    displayName: 'Ada',
    headline: 'for everybody',
    bio: 'for connections',
    location: 'for nobody',
    skills: ['algebra'],
    goals: ['secret'],
    visibility: {
      headline: 'public',
      bio: 'connections',
      skills: 'connections',
      location: 'private',
      goals: 'private',
    },
  } as const

  it('shows each field to those whom the person shows it to', async () => {
    const { social } = await createTestSocial()
    await social.people.save(ada, { ...fields, skills: ['algebra'], goals: ['secret'] })
    await connect(social, 'ada', 'friend')
    await social.connections.request(system, { personId: 'asked', otherId: 'ada' })
    const seenBy = async (id: string) => {
      const { headline, bio, skills, location, goals, visibility } = await social.people.get(actorOf(id), {
        personId: 'ada',
      })
      return { headline, bio, skills, location, goals, visibility }
    }
    const all = {
      headline: 'for everybody',
      bio: 'for connections',
      skills: ['algebra'],
      location: 'for nobody',
      goals: ['secret'],
      visibility: fields.visibility,
    }
    const toConnections = { ...all, location: null, goals: [], visibility: {} }
    const toStrangers = { ...toConnections, bio: null, skills: [] }
    expect(await seenBy('ada')).toEqual(all)
    expect(await seenBy('friend')).toEqual(toConnections)
    expect(await seenBy('stranger')).toEqual(toStrangers)
    // A request is not yet a connection.
    expect(await seenBy('asked')).toEqual(toStrangers)
    expect((await social.people.get(system, { personId: 'ada' })).goals).toEqual(['secret'])
    await social.connections.withdraw(system, { personId: 'friend', otherId: 'ada' })
    expect(await seenBy('friend')).toEqual(toStrangers)
  })

  it('lets people look at themselves as others do, and nobody else', async () => {
    const { social } = await createTestSocial()
    await social.people.save(ada, { ...fields, skills: ['algebra'], goals: ['secret'] })
    await connect(social, 'ada', 'friend')
    for (const [as, seer] of [
      ['public', 'stranger'],
      ['connection', 'friend'],
    ] as const) {
      const seen = await social.people.get(actorOf(seer), { personId: 'ada' })
      expect(await social.people.get(ada, { personId: 'ada', as })).toEqual(seen)
      expect(await social.people.get(system, { personId: 'ada', as })).toEqual(seen)
      await expect(social.people.get(actorOf('friend'), { personId: 'ada', as })).rejects.toMatchObject({
        code: 'forbidden',
      })
    }
  })

  it('does not show a person to those whom they block, nor to those who block them', async () => {
    const { social } = await createTestSocial()
    for (const id of ['ada', 'bob']) await social.people.save(system, { personId: id, displayName: id })
    await social.connections.block(ada, { personId: 'ada', otherId: 'bob' })
    const hidden: unknown = await social.people.get(bob, { personId: 'ada' }).catch((error: unknown) => error)
    const absent: unknown = await social.people.get(bob, { personId: 'nobody' }).catch((error: unknown) => error)
    expect(hidden).toMatchObject({ code: 'not_found' })
    expect(String(hidden)).toBe(String(absent))
    await expect(social.people.get(ada, { personId: 'bob' })).rejects.toMatchObject({ code: 'not_found' })
    await social.connections.unblock(ada, { personId: 'ada', otherId: 'bob' })
    await expect(social.people.get(bob, { personId: 'ada' })).resolves.toMatchObject({ displayName: 'ada' })
  })

  it('knows nobody of another tenant', async () => {
    const { social } = await createTestSocial()
    await social.people.save(system, { personId: 'ada', displayName: 'Ada' })
    await expect(social.people.get(systemOf('other'), { personId: 'ada' })).rejects.toMatchObject({ code: 'not_found' })
    await social.people.save(systemOf('other'), { personId: 'ada', displayName: 'Another Ada' })
    await expect(social.people.get(ada, { personId: 'ada' })).resolves.toMatchObject({ displayName: 'Ada' })
  })
})

describe.each(testStores)('people.search on %s', (_name, open) => {
  async function withPeople() {
    const test = await createTestSocial({ store: open() })
    const people: [string, object][] = [
      ['ada', { displayName: 'Ada Lovelace', company: 'Analytical Engine', bio: 'Wrote the first programme.' }],
      ['bob', { displayName: 'Bob Ångström', title: 'Engineer', headline: '100% analytical' }],
      ['cho', { displayName: '張愛玲', location: '上海' }],
    ]
    for (const [personId, fields] of people) await test.social.people.save(system, { personId, ...fields })
    const find = async (text: string) =>
      (await test.social.people.search(system, { text })).items.map(({ id }) => id).sort()
    return { ...test, find }
  }

  it('finds who holds every word, in any field, whatever the case and the accents', async () => {
    const { find } = await withPeople()
    expect(await find('analytical')).toEqual(['ada', 'bob'])
    expect(await find('ANALYTICAL engine')).toEqual(['ada'])
    expect(await find('angstrom')).toEqual(['bob'])
    expect(await find('愛玲')).toEqual(['cho'])
    expect(await find('analytic')).toEqual([])
    expect(await find('lovelace engineer')).toEqual([])
  })

  it('takes no part of the text for a command', async () => {
    const { find } = await withPeople()
    for (const text of ['%', '_', '*', '"', "' or 1=1 --", 'ada*', '"ada" OR "bob"', 'NEAR(ada bob)', '!!!', '\\']) {
      expect(['', 'ada']).toContain((await find(text)).join())
    }
    expect(await find('100%')).toEqual(['bob'])
  })

  it('finds what is there now, not what was there before', async () => {
    const { social, find } = await withPeople()
    await social.people.save(system, { personId: 'ada', company: null })
    expect(await find('engine')).toEqual([])
    expect(await find('programme')).toEqual(['ada'])
  })

  it('gives pages, of one tenant', async () => {
    const { social } = await withPeople()
    const first = await social.people.search(system, { text: 'analytical', limit: 1 })
    expect(first.items).toHaveLength(1)
    const second = await social.people.search(system, { text: 'analytical', limit: 1, cursor: first.next })
    expect([...first.items, ...second.items].map(({ id }) => id).toSorted()).toEqual(['ada', 'bob'])
    expect(second.next).toBeNull()
    await expect(social.people.search(systemOf('other'), { text: 'ada' })).resolves.toEqual({ items: [], next: null })
  })
})
