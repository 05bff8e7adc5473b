import { describe, expect, it, vi } from 'vitest'
import { errorCodes, isSociusError, SociusError } from './error.js'

describe('SociusError', () => {
  it('carries a code, and cannot be retried unless it says so', () => {
    const error = new SociusError('not_found', 'There is no such thing.')
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({ name: 'SociusError', code: 'not_found', retryable: false, details: {} })
    expect(error.retryAfter).toBeUndefined()
    expect('cause' in error).toBe(false)
  })

  it('keeps its cause for the host, and out of what leaves the process', () => {
    const cause = new Error('password=hunter2')
    const error = new SociusError('store_unavailable', 'The database cannot be reached.', {
      cause,
      retryable: true,
      retryAfter: 1500,
      details: { attempts: 3 },
    })
    expect(error.cause).toBe(cause)
    const sent = JSON.stringify(error)
    expect(JSON.parse(sent)).toEqual({
      code: 'store_unavailable',
      message: 'The database cannot be reached.',
      retryable: true,
      retryAfter: 1500,
      details: { attempts: 3 },
    })
    expect(sent).not.toContain('hunter2')
    expect(sent).not.toContain('stack')
  })

  it('leaves retryAfter out where there is none', () => {
    expect(Object.keys(new SociusError('busy', 'Busy.').toJSON())).toEqual(['code', 'message', 'retryable', 'details'])
  })

  it('is known to another copy of the package', async () => {
    vi.resetModules()
    const copy = await import('./error.js')
    expect(copy.SociusError).not.toBe(SociusError)
    const foreign = new copy.SociusError('busy', 'Busy.')
    expect(foreign).not.toBeInstanceOf(SociusError)
    expect(isSociusError(foreign)).toBe(true)
    expect(isSociusError(foreign, 'busy')).toBe(true)
    expect(copy.isSociusError(new SociusError('busy', 'Busy.'), 'busy')).toBe(true)
  })

  it('is told from everything else that is thrown', () => {
    const error = new SociusError('busy', 'Busy.')
    expect(isSociusError(error, 'conflict')).toBe(false)
    const lookalike = { name: 'SociusError', code: 'busy', message: 'Busy.', retryable: false }
    for (const thrown of [undefined, null, 'busy', 0, {}, new Error('busy'), lookalike]) {
      expect(isSociusError(thrown)).toBe(false)
    }
  })

  it('does not show its marker in a log', () => {
    expect(Object.getOwnPropertySymbols({ ...new SociusError('busy', 'Busy.') })).toEqual([])
  })

  it('has a closed set of codes, each once', () => {
    expect(new Set(errorCodes).size).toBe(errorCodes.length)
    expect(errorCodes.every((code) => /^[a-z]+(_[a-z]+)*$/.test(code))).toBe(true)
  })
})
