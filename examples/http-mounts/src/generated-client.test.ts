import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import createFetchClient from 'openapi-fetch'
import openapiTypescript, { astToString, type OpenAPI3 } from 'openapi-typescript'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createSocial } from './social.ts'

// A program as somebody writes it who knows the description alone. What must not compile is marked so.
const program = `
import type createClient from 'openapi-fetch'
import type { paths } from './schema.d.ts'

export async function use(client: ReturnType<typeof createClient<paths>>) {
  const published = await client.POST('/social/activities/publish', { body: { personId: 'ada', text: 'Hello' } })
  if (published.error) throw new Error(published.error.code)
  const id: string = published.data.id
  const home = await client.GET('/social/feed/home', { params: { query: { limit: 5, kind: 'post' } } })
  const first: string | null | undefined = home.data?.items[0]?.activity.text
  const found = await client.GET('/social/lessons/search', { params: { query: { topics: ['a', 'b'] } } })
  const missing = await client.GET('/social/activities/get', { params: { query: { activityId: 'nothing' } } })
  const code: 'not_found' | 'forbidden' | string | undefined = missing.error?.code
  // @ts-expect-error There is no such field.
  void home.data?.items[0]?.activity.texts
  // @ts-expect-error The person is missing.
  void ((): unknown => client.POST('/social/activities/publish', { body: { text: 'Hello' } }))
  // @ts-expect-error There is no such operation.
  void ((): unknown => client.GET('/social/feed/nothing'))
  return { id, first, topics: found.data?.items.map(({ topic }) => topic), code, status: missing.response.status }
}
`

const settings = {
  compilerOptions: {
    target: 'es2023',
    module: 'nodenext',
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    types: [],
    lib: ['es2023', 'dom', 'dom.iterable'],
  },
  files: ['program.ts'],
}

let folder: string
beforeAll(() => {
  const cache = join(import.meta.dirname, '../node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  folder = mkdtempSync(join(cache, 'generated-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('a client generated from the description compiles, and works against the handler', async () => {
  const { social } = await createSocial()
  // Documents are plain data to one side, and closed types to the other.
  const schema = await openapiTypescript(JSON.parse(JSON.stringify(await social.openApi())) as OpenAPI3)
  writeFileSync(join(folder, 'schema.d.ts'), astToString(schema))
  writeFileSync(join(folder, 'program.ts'), program)
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings))
  const compiler = fileURLToPath(import.meta.resolve('typescript/lib/tsc.js'))
  const compiled = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' })
  expect(compiled.stdout).toBe('')
  expect(compiled.status).toBe(0)

  const client = createFetchClient({
    baseUrl: 'http://host.example',
    headers: { authorization: 'Bearer ada' },
    fetch: social.handler,
  })
  const { use } = (await import(pathToFileURL(join(folder, 'program.ts')).href)) as {
    use(given: typeof client): Promise<unknown>
  }
  expect(await use(client)).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
    first: 'Hello',
    topics: ['a', 'b'],
    code: 'not_found',
    status: 404,
  })
  await social.close()
})
