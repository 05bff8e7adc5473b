import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { createHttpSocial } from '../../test-support/create-http-social.js'
import { createTestSocial } from '../../test-support/create-test-social.js'
import { system } from '../index.js'

type Described = Record<string, Record<string, Record<string, unknown>>>

async function describedPaths(): Promise<Described> {
  const { social } = await createHttpSocial()
  return (await social.openApi()).paths as Described
}

describe('the description of the API', () => {
  it('is valid OpenAPI 3.1, with every reference in it', async () => {
    const { social } = await createHttpSocial({
      openApi: {
        servers: ['https://host.example'],
        security: { session: { type: 'apiKey', in: 'cookie', name: 'session' } },
      },
    })
    const document = JSON.parse(JSON.stringify(await social.openApi())) as Record<string, unknown>
    const validator = new Validator()
    expect(await validator.validate(document)).toEqual({ valid: true })
    expect(validator.version).toBe('3.1')
    const names = new Set(Object.keys((await social.openApi()).components['schemas'] ?? {}))
    const references = JSON.stringify(document).matchAll(/#\/components\/schemas\/([^"]+)/g)
    for (const [, name = ''] of references) expect(names).toContain(name)
    expect(document).toMatchObject({ security: [{ session: [] }], openapi: '3.1.0' })
    expect(JSON.stringify(document)).not.toMatch(/\$schema|\$id|~standard/)
  })

  it('has every operation, a host’s included, once and under a name of its own', async () => {
    const paths = await describedPaths()
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(['/social/feed/home', '/social/echo/write']))
    const ids = Object.values(paths).flatMap((path) => Object.values(path).map((method) => method['operationId']))
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(expect.arrayContaining(['feed_home', 'echo_write', 'sync_run']))
  })

  it('names what is shared once, for its collection', async () => {
    const { social } = await createHttpSocial()
    const { schemas = {} } = (await social.openApi()).components
    expect(Object.keys(schemas)).toEqual(
      expect.arrayContaining(['Activity', 'Comment', 'Person', 'Account', 'FeedHomeResult', 'Problem']),
    )
    expect(schemas['FeedItem']).toMatchObject({
      properties: { activity: { $ref: '#/components/schemas/Activity' } },
    })
    expect(schemas['FeedHomeResult']).toMatchObject({
      properties: { items: { type: 'array', items: { $ref: '#/components/schemas/FeedItem' } } },
    })
    // Never sent to anybody.
    expect(Object.keys(schemas)).not.toContain('Lease')
  })

  it('says a query’s input as parameters, and a command’s as a body', async () => {
    const paths = await describedPaths()
    const home = paths['/social/feed/home']?.['get']
    expect(home?.['parameters']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: 'limit',
          in: 'query',
          required: false,
          schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
        }),
      ]),
    )
    expect(paths['/social/people/get']?.['get']?.['parameters']).toMatchObject([
      { name: 'personId', required: true },
      { name: 'as', required: false },
    ])
    expect(paths['/social/comments/add']?.['post']).toMatchObject({
      requestBody: {
        content: { 'application/json': { schema: { type: 'object', required: ['personId', 'subjectId', 'text'] } } },
      },
      responses: { default: { $ref: '#/components/responses/Problem' } },
    })
  })

  it('is served with a tag, to everybody or only to those who log in', async () => {
    const { social, ask } = await createHttpSocial()
    const nobody = { headers: { 'x-actor': '' } }
    const response = await ask('/social/openapi.json', nobody)
    expect(await response.json()).toEqual(JSON.parse(JSON.stringify(await social.openApi())))
    const tag = { 'if-none-match': response.headers.get('etag') ?? '' }
    expect((await ask('/social/openapi.json', { headers: tag })).status).toBe(304)
    const guarded = await createHttpSocial({ openApi: { access: 'authenticated' } })
    expect((await guarded.ask('/social/openapi.json', nobody)).status).toBe(401)
    expect((await guarded.ask('/social/openapi.json')).status).toBe(200)
  })
})

describe('every query of the core', () => {
  it('can be asked by GET: its input is flat', async () => {
    const { social } = await createTestSocial()
    const { paths } = await social.openApi()
    const queries = (await social.tools(system)).filter(({ readOnly }) => readOnly)
    expect(queries.length).toBeGreaterThan(10)
    const byPost = queries.filter(({ name }) => !('get' in (paths[`/social/${name.replace('_', '/')}`] ?? {})))
    expect(byPost.map(({ name }) => name)).toEqual([])
  })
})
