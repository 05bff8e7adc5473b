import { describe, expect, it } from 'vitest'
import { mastodon } from './provider.js'
import { live } from './published-world.fixture.js'
import { readAccountName } from './read-account.js'

describe('readAccountName', () => {
  const ada = { server: 'https://social.example', localId: null, username: 'ada' }

  it.each([
    '@ada@social.example',
    'ada@social.example',
    ' \u202a@ada@Social.Example\u202c ',
    'acct:ada@social.example',
    'https://social.example/@ada',
    'https://social.example/@ada/113000000000000000',
    'https://social.example/users/ada',
    'https://social.example/web/@ada',
    'https://social.example/ada/',
    'social.example/@ada',
    'https://elsewhere.example/@ada@social.example',
  ])('takes %j', (typed) => {
    expect(readAccountName(typed)).toMatchObject(ada)
  })

  it('takes a port, and the address of an account that holds its number', () => {
    expect(readAccountName('ada@social.example:8443')).toMatchObject({ server: 'https://social.example:8443' })
    expect(readAccountName('https://social.example/ap/users/116/')).toMatchObject({ localId: '116', username: null })
  })

  it.each([
    '',
    'ada',
    '@ada',
    '@ada@',
    'ada@@social.example',
    'a/b@social.example',
    'ada@social.example/x',
    'ada@x:y@social.example',
    'https://social.example',
    'https://social.example/%00',
    'ftp://social.example/@ada',
    'javascript:alert(1)',
    'https://',
  ])('refuses %j', (typed) => {
    expect(() => readAccountName(typed)).toThrow(expect.objectContaining({ code: 'invalid_input' }))
  })
})

type Answers = Readonly<Record<string, object | number>>

/** A network whose servers answer each address with a body or a status, and what was asked of them. */
function network(answers: Answers) {
  const asked: string[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { url } = new Request(input, init)
    const address = decodeURIComponent(url)
    asked.push(address)
    const answer = answers[address] ?? 404
    return typeof answer === 'number' ? new Response('{}', { status: answer }) : Response.json(answer)
  }
  const read = async (handle: string) => mastodon({ fetch }).readers.profile({ handle, signal: live })
  return { asked, read }
}

const view = (server: string, fields: object = {}) => ({
  id: '7',
  username: 'ada',
  acct: 'ada',
  uri: `${server}/users/ada`,
  url: `${server}/@ada`,
  ...fields,
})

const lookup = (server: string, name = 'ada') => `${server}/api/v1/accounts/lookup?acct=${name}`
const finger = (server: string, resource: string) => `${server}/.well-known/webfinger?resource=${resource}`
const self = (href: string) => ({
  subject: 'acct:ada@example.org',
  links: [{ rel: 'http://webfinger.net/rel/profile-page' }, { rel: 'self', href }],
})

describe('an account is found', () => {
  it('on the server of a domain that is not one itself, through WebFinger', async () => {
    const server = 'https://social.example.org'
    const { asked, read } = network({
      [finger('https://example.org', 'acct:ada@example.org')]: self(`${server}/users/ada`),
      [lookup(server)]: view(server),
    })
    expect(await read('@ada@example.org')).toMatchObject({
      profile: { externalId: `${server}/users/ada`, handle: 'ada@social.example.org', followers: null },
      calls: 3,
    })
    expect(asked).toEqual([
      lookup('https://example.org'),
      finger('https://example.org', 'acct:ada@example.org'),
      lookup(server),
    ])
  })

  it('by an address that holds no name, through WebFinger', async () => {
    const server = 'https://social.example'
    const uri = `${server}/users/9xyz`
    const { read } = network({
      [finger(server, uri)]: self(uri),
      [lookup(server)]: view(server, { uri }),
    })
    expect((await read(uri)).profile.externalId).toBe(uri)
  })

  it('by the name in its page where the server is too old to give an address', async () => {
    const server = 'https://social.example'
    const { read } = network({ [lookup(server)]: view(server, { uri: undefined }) })
    expect((await read('ada@social.example')).profile).toMatchObject({
      externalId: `${server}/users/ada`,
      url: `${server}/@ada`,
    })
  })

  it('only by the word of its own server', async () => {
    const victim = 'https://mastodon.social'
    const evil = 'https://evil.example'
    const claim = view(victim, { display_name: 'Forged' })
    const honest = network({ [lookup(evil)]: claim, [lookup(victim)]: view(victim, { display_name: 'Ada' }) })
    expect((await honest.read('ada@evil.example')).profile).toMatchObject({
      externalId: `${victim}/users/ada`,
      displayName: 'Ada',
    })
    const forged = network({ [lookup(evil)]: claim })
    await expect(forged.read('ada@evil.example')).rejects.toMatchObject({ code: 'provider_not_found' })
    const other = view('https://third.example')
    const circle = network({ [lookup(evil)]: claim, [lookup(victim)]: other })
    await expect(circle.read('ada@evil.example')).rejects.toMatchObject({ code: 'provider_malformed' })
  })
})

describe('an account is not found', () => {
  it('where a subject without end is given for it, and no time is lost on that', async () => {
    const subject = `acct:ada@${'.'.repeat(1_000_000)} `
    const links = [{ rel: 'self', href: 'https://social.example/users/ada' }]
    const { read } = network({ [finger('https://example.org', 'acct:ada@example.org')]: { subject, links } })
    await expect(read('ada@example.org')).rejects.toMatchObject({ code: 'provider_not_found' })
  })

  it('where it is suspended', async () => {
    const server = 'https://social.example'
    const { read } = network({ [lookup(server)]: view(server, { suspended: true }) })
    await expect(read('ada@social.example')).rejects.toMatchObject({
      code: 'provider_forbidden',
      details: { state: 'suspended' },
    })
  })

  it('where WebFinger leads nowhere, and says what the server said first', async () => {
    const resource = 'acct:ada@example.org'
    for (const answer of [404, 500, { links: [] }, { links: [{ rel: 'self' }] }, self('https://example.org/')]) {
      const { read } = network({ [finger('https://example.org', resource)]: answer })
      await expect(read('ada@example.org')).rejects.toMatchObject({ code: 'provider_not_found' })
    }
  })

  it('where the server is down or wants a token, without asking again', async () => {
    for (const [status, code] of [
      [503, 'provider_unavailable'],
      [401, 'provider_unauthorized'],
    ] as const) {
      const { asked, read } = network({ [lookup('https://example.org')]: status })
      await expect(read('ada@example.org')).rejects.toMatchObject({ code })
      expect(asked).toHaveLength(1)
    }
  })

  it.each([
    'ada@localhost',
    'ada@127.0.0.1',
    'ada@10.0.0.1',
    'ada@server.local',
    'ada@169.254.169.254',
    'http://localhost/@ada',
  ])('on a private network: %s', async (handle) => {
    const { asked, read } = network({})
    await expect(read(handle)).rejects.toMatchObject({ code: 'invalid_input' })
    expect(asked).toEqual([])
  })

  it('on a private network that another server points to', async () => {
    const inside = 'http://169.254.169.254'
    const byFinger = network({ [finger('https://evil.example', 'acct:ada@evil.example')]: self(`${inside}/users/ada`) })
    await expect(byFinger.read('ada@evil.example')).rejects.toMatchObject({ code: 'invalid_input' })
    const byClaim = network({ [lookup('https://evil.example')]: view(inside) })
    await expect(byClaim.read('ada@evil.example')).rejects.toMatchObject({ code: 'invalid_input' })
    expect([...byFinger.asked, ...byClaim.asked].join()).not.toContain('169.254.169.254/')
  })
})
