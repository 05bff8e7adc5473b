import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { readCodeBlocks } from '../../../scripts/read-code-blocks.ts'
import { type BundledScript, bundleScript, bundleSuite } from './run-bundled.fixture.ts'

const root = join(import.meta.dirname, '../../..')

/** What a page shows, as one module. */
function codeOf(page: string): string {
  const [shown] = readCodeBlocks(readFileSync(join(root, page), 'utf8'))
  if (shown === undefined) throw new Error(`${page} shows no code.`)
  return shown.code
}

// The accounts that the pages name, on a simulated network in the place of the real ones.
const simulatedWeb = `
import { createNetwork } from '@socius/testkit/network'
const network = createNetwork()
const account = network.bluesky.account('rust-lang.org')
network.bluesky.account('noor.test').like(account.post('Hello from Bluesky'))
network.rss.blog('https://blog.rust-lang.org').publish({ title: 'Hello from a blog', html: '<p>Hello</p>' })
globalThis.fetch = network.fetch
`

const scripts: BundledScript[] = []
afterAll(() => {
  for (const script of scripts) script.remove()
})

async function bundled(code: string): Promise<BundledScript> {
  const script = await bundleScript(code)
  scripts.push(script)
  return script
}

test('the quickstart of the README runs as it stands, and again without doubling anything', async () => {
  const script = await bundled(simulatedWeb + codeOf('README.md'))
  const first = await script.run()
  expect(first).toMatchObject({ exitCode: 0, stderr: '' })
  expect(first.stdout).toBe('2 created, 0 updated, 0 unchanged\nrss Hello from a blog \nbluesky Hello from Bluesky 1\n')
  // The script links anew, under a new consent: what is read again rests on that one.
  const second = await script.run()
  expect(second).toMatchObject({ exitCode: 0, stderr: '' })
  expect(second.stdout).toBe(first.stdout.replace('2 created, 0 updated', '0 created, 1 updated'))
})

test("the site's first page runs as it stands", async () => {
  const result = await (await bundled(simulatedWeb + codeOf('docs/index.md'))).run()
  expect(result).toMatchObject({ exitCode: 0, stderr: '', stdout: 'Hello from a blog 0\n' })
})

test('the page that gets a newcomer started does what it says', async () => {
  const { exitCode, stdout, stderr } = await (
    await bundled(simulatedWeb + codeOf('docs/guides/getting-started.md'))
  ).run()
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toContain('2 0 0 0 2\n')
  expect(stdout).toContain('Hello from a blog')
})

test('the page on modules does what it says', async () => {
  const { exitCode, stdout } = await (await bundled(codeOf('docs/guides/write-a-module.md'))).run()
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "[ 'ada: Statistics' ]\n" })
})

// These pages show tests: they are registered here and run with the others.
for (const page of ['docs/guides/testing.md', 'docs/guides/write-a-provider.md']) {
  const suite = await bundleSuite(codeOf(page))
  await import(pathToFileURL(suite.file).href)
  suite.remove()
}
