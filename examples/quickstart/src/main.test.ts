import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BundledScript, bundleScript, type ScriptRun } from './run-bundled.fixture.ts'

// In the place of the real networks: nothing outside this process is asked.
const simulatedWeb = `
import { createNetwork } from '@socius/testkit/network'
const network = createNetwork()
network.bluesky.account('ada.test', { displayName: 'Ada' }).post('Hello from Bluesky')
network.rss.blog('https://noor.example', { author: 'Noor' }).publish({ title: 'Hello from a blog', html: '<p>Hello</p>' })
const own = globalThis.fetch
globalThis.fetch = (asked, init) => (String(asked).startsWith('http://127.0.0.1') ? own : network.fetch)(asked, init)
await import('./main.ts')
`
const noNetwork = `
globalThis.fetch = () => Promise.reject(Object.assign(new TypeError('fetch failed'), { code: 'ENOTFOUND' }))
await import('./main.ts')
`

const scripts = new Map<string, Promise<BundledScript>>()

function bundled(code: string): Promise<BundledScript> {
  const script = scripts.get(code) ?? bundleScript(code)
  scripts.set(code, script)
  return script
}

afterAll(async () => {
  for (const script of scripts.values()) (await script).remove()
})

/** The numbers of the line that begins with these words. */
function figures(output: string, words: string): number[] {
  const line = output.split('\n').find((candidate) => candidate.trim().startsWith(words))
  return [...(line ?? '').matchAll(/(?<=\s)\d+(?=\s|$)/g)].map(([number]) => Number(number))
}

describe('the quickstart on its simulated network', () => {
  const offline = `await import('./main.ts')`
  let ended: ScriptRun = { exitCode: null, stdout: '', stderr: '' }
  let output = ''
  beforeAll(async () => {
    const script = await bundled(offline)
    await script.run()
    // This time it finds the file of the first.
    ended = await script.run()
    output = ended.stdout
  })

  test('ends well, and leaves the file that it names', async () => {
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' })
    expect(existsSync(join((await bundled(offline)).folder, 'social.db'))).toBe(true)
  })

  test('reports what each sync did, and what was set aside', () => {
    const [first = '', second = ''] = output.split('Second sync')
    expect(figures(first, 'in all')).toEqual([8, 0, 0, 5, 1, 4])
    expect(first).toMatch(/Noor Haddad, rss: set aside one item\. It has neither an id nor/)
    expect(figures(second, 'in all')).toEqual([2, 1, 5, 1, 0, 4])
  })

  test('finds a deletion by looking up, and believes it an hour later', () => {
    expect(output).toContain('1 missing, 0 deleted')
    expect(output).toContain('0 missing, 1 deleted')
  })

  test('shows one feed of three people and two platforms, the newest first', () => {
    const [, after = ''] = output.split('What Ada Park sees\n')
    const [feed = ''] = after.split('\nThe same over HTTP')
    const lines = feed.trimEnd().split('\n')
    const times = lines.map((line) => /\d{4}-\d\d-\d\d \d\d:\d\d/.exec(line)?.[0] ?? '')
    expect(lines).toHaveLength(9)
    expect(times).toEqual(times.toSorted().reverse())
    expect(feed).toMatch(/Ada Park +bluesky .+ My notes on generics are online now #typescript +likes 1/)
    expect(feed).toMatch(/Tomás Silva +rss .+ A year of pair programming/)
    expect(feed).not.toContain('Nobody needs tests')
  })

  test('asks itself one thing of each kind over HTTP', () => {
    const [, asked = ''] = output.split('The same over HTTP\n')
    expect(asked).toContain('3 items, the newest: Hello over HTTP #quickstart')
    expect(asked).toContain('200, then 304')
    expect(asked).toContain('refused: forbidden')
    expect(asked).toMatch(/[1-9]\d* tools for an agent of ada\n.+ [1-9]\d* paths\n$/)
  })

  test('is plain text', () => {
    expect(output).not.toMatch(/\u001b/)
  })
})

describe('the quickstart on the networks that it is given', () => {
  test('reads the accounts that are named', async () => {
    const script = await bundled(simulatedWeb)
    const { exitCode, stdout } = await script.run('--live', 'bluesky=ada.test', 'rss=https://noor.example')
    expect(exitCode).toBe(0)
    expect(figures(stdout, 'in all')).toEqual([2, 0, 0, 1, 0, 2])
    expect(stdout).toMatch(/Ada +bluesky .+ Hello from Bluesky/)
    expect(stdout).toMatch(/Noor +rss .+ Hello from a blog/)
  })

  test.for([
    ['an unknown handle', simulatedWeb, ['--live', 'bluesky=nobody.test'], 'provider_not_found: '],
    ['no network', noNetwork, ['--live', 'bluesky=ada.test'], 'provider_unavailable: '],
    ['a platform without a provider', noNetwork, ['--live', 'x=ada'], 'invalid_input: '],
    ['--live without accounts', noNetwork, ['--live'], 'invalid_input: '],
  ] as const)('says in one line what is wrong: %s', async ([, code, given, start]) => {
    const { exitCode, stderr } = await (await bundled(code)).run(...given)
    expect(exitCode).toBe(1)
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(`^${start}`)])
  })
})

describe('the quickstart that keeps serving', () => {
  test('answers for whom it is asked, shows the description from this machine alone, and ends when it is told', async () => {
    const script = await bundled(`await import('./main.ts')`)
    const running = script.start('--serve', '0')
    const url = /http:\/\/127\.0\.0\.1:\d+(?=\/social)/.exec(await running.said(/The API is at .+\n/))?.[0] ?? ''
    const feed = await fetch(`${url}/social/feed/home?limit=1`, { headers: { 'x-person': 'noor' } })
    expect([feed.status, await feed.json()]).toMatchObject([200, { items: [{}] }])
    const page = await (await fetch(url)).text()
    expect(page).toContain("url: '/social/openapi.json'")
    expect(page).not.toMatch(/https?:/)
    for (const [, asset = ''] of page.matchAll(/(?:src|href)="(?!data:)([^"]+)"/g)) {
      const answer = await fetch(`${url}/docs/${asset}`)
      expect([asset, answer.status, (await answer.text()).length > 1000]).toEqual([asset, 200, true])
    }
    const outside = await fetch(`${url}/docs/..%2f..%2fpackage.json`, { redirect: 'manual' })
    expect(outside.status).toBe(302)
    expect(await running.stop()).toMatchObject({ exitCode: 0, stderr: '' })
  })

  test.for([
    ['a port that is none', ['--serve', 'x'], 'invalid_input: After --serve'],
    ['a port that is too high', ['--serve', '65536'], 'invalid_input: After --serve'],
    ['something else after the port', ['--serve', '0', 'x'], 'invalid_input: Give nothing'],
  ] as const)('says in one line what is wrong: %s', async ([, given, start]) => {
    const { exitCode, stderr } = await (await bundled(noNetwork)).run(...given)
    expect([exitCode, stderr.startsWith(start)]).toEqual([1, true])
  })
})
