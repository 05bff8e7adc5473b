import { isSociusError } from '@socius/core/provider'
import { describe, expect, it, vi } from 'vitest'
import { createHttp } from './create-http.js'

const live = new AbortController().signal

describe('createHttp', () => {
  it('reads JSON, counts its calls and names itself', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(async () => Response.json({ a: 1 }, { headers: { etag: '"1"' } }))
    const http = createHttp({ fetch, userAgent: 'host/1' })
    const answer = await http.json({
      url: 'https://example.com/x',
      query: { q: 'a b', ids: ['1', '2'], no: null },
      signal: live,
    })
    expect(answer.value).toEqual({ a: 1 })
    expect(answer).toMatchObject({
      status: 200,
      calls: 1,
      movedTo: null,
      validators: { etag: '"1"', lastModified: null },
    })
    const request = fetch.mock.calls[0]?.[0] as Request
    expect(request.url).toBe('https://example.com/x?q=a+b&ids=1&ids=2')
    expect(request.headers.get('user-agent')).toBe('host/1')
    expect(request.headers.get('accept')).toBe('application/json')
  })

  it.each([
    [401, 'provider_unauthorized'],
    [403, 'provider_forbidden'],
    [404, 'provider_not_found'],
    [410, 'provider_not_found'],
    [429, 'provider_rate_limited'],
    [400, 'provider_rejected'],
    [422, 'provider_rejected'],
    [500, 'provider_unavailable'],
    [503, 'provider_unavailable'],
    [304, 'provider_malformed'],
  ])('turns %i into %s', async (status, code) => {
    const http = createHttp({ fetch: async () => new Response(status === 304 ? null : 'secret', { status }) })
    const error = await http.json({ url: 'https://example.com/x?token=secret', signal: live }).catch((e: unknown) => e)
    expect(isSociusError(error, code as 'internal')).toBe(true)
    expect(JSON.stringify(error)).not.toContain('secret')
  })

  it('times out', async () => {
    const http = createHttp({ fetch: () => new Promise(() => undefined), timeout: 5 })
    await expect(http.json({ url: 'https://example.com/', signal: live })).rejects.toMatchObject({
      code: 'provider_unavailable',
      retryable: true,
    })
  })
})
