import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type BundledScript, bundleScript } from './run-bundled.fixture.ts'

const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8')
const [, quickstart = ''] = /^## Quickstart\n.*?^```ts\n(.*?)^```$/ms.exec(readme) ?? []

// The accounts that the page names, on a simulated network in the place of the real ones.
const network = `
import { createNetwork } from '@socius/testkit/network'
const network = createNetwork()
const account = network.bluesky.account('rust-lang.org')
network.bluesky.account('noor.test').like(account.post('Hello from Bluesky'))
network.rss.blog('https://blog.rust-lang.org').publish({ title: 'Hello from a blog', html: '<p>Hello</p>' })
globalThis.fetch = network.fetch
`

let script: BundledScript | undefined
afterAll(() => script?.remove())

test('the quickstart of the README runs as it stands, and again without doubling anything', async () => {
  const [imports = '', ...rest] = quickstart.split('\n\n')
  script = await bundleScript(`${imports}\n${network}\n${rest.join('\n\n')}`)
  const lines = { exitCode: 0, stderr: '' }
  const first = await script.run()
  expect(first).toMatchObject(lines)
  expect(first.stdout).toBe('2 created, 0 updated, 0 unchanged\nrss Hello from a blog \nbluesky Hello from Bluesky 1\n')
  // The script links anew, under a new consent: what is read again rests on that one.
  const second = await script.run()
  expect(second).toMatchObject(lines)
  expect(second.stdout).toBe(first.stdout.replace('2 created, 0 updated', '0 created, 1 updated'))
})
