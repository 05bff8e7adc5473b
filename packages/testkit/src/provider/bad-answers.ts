import type { ErrorCode } from '@socius/core/provider'
import type { PlatformAnswers, ProviderSuiteOptions, ReaderFixture } from './provider-suite-options.js'

/** Stands in everything that a platform says where no error may repeat it. */
export const unspeakable = 'unspeakable-4711'

/** One way in which a platform does not give what was asked for, and what a reader makes of it. */
export interface BadAnswer {
  readonly name: string
  readonly platform: PlatformAnswers
  /** Any of these. */
  readonly codes: readonly ErrorCode[]
  readonly retryable: boolean
  /** Milliseconds; null when the error must not say; undefined when it may. */
  readonly retryAfter?: number | null
  /** For those that keep a reader waiting. */
  readonly timeout?: number
}

const shortTimeout = 50

/** The table of bad answers, rule 12. */
export function badAnswers(options: ProviderSuiteOptions, reader: string, fixture: ReaderFixture): BadAnswer[] {
  // Of an account the contract says it; of the items of one a platform may say it in its own way.
  const ofAccount = reader === 'profile' || reader === 'activities'
  const notThereCodes: readonly ErrorCode[] = ofAccount
    ? ['provider_not_found']
    : ['provider_not_found', 'provider_rejected']
  return [
    status(400, ['provider_rejected']),
    status(401, ['provider_unauthorized']),
    status(403, ['provider_forbidden']),
    status(404, notThereCodes),
    {
      ...status(404, notThereCodes),
      name: 'an account that is not there',
      platform: fixture.missing ?? (() => refuse(404)),
    },
    status(409, ['provider_rejected']),
    status(422, ['provider_rejected']),
    ...rateLimits(options),
    status(500, ['provider_unavailable'], true),
    status(502, ['provider_unavailable'], true),
    status(503, ['provider_unavailable'], true),
    ...bodies(options, reader, fixture),
    ...connections(options),
  ]
}

function status(code: number, codes: readonly ErrorCode[], retryable = false): BadAnswer {
  return { name: `status ${code}`, platform: () => refuse(code), codes, retryable }
}

function rateLimits({ now, rateLimited }: ProviderSuiteOptions): BadAnswer[] {
  const limited = (name: string, headers: Readonly<Record<string, string>>, retryAfter: number | null): BadAnswer => ({
    name: `status 429 ${name}`,
    platform: () => refuse(429, headers),
    codes: ['provider_rate_limited'],
    retryable: true,
    retryAfter,
  })
  // A date in a header has whole seconds.
  const minute = Math.floor(now / 1000) * 1000 + 60_000
  return [
    limited('without a reset', {}, null),
    limited('with seconds to wait', { 'retry-after': '7' }, 7000),
    limited('with a date to wait for', { 'retry-after': new Date(minute).toUTCString() }, minute - now),
    ...(rateLimited ? [limited("in the platform's own way", rateLimited.headers, rateLimited.retryAfter)] : []),
  ]
}

function bodies(options: ProviderSuiteOptions, reader: string, fixture: ReaderFixture): BadAnswer[] {
  const good = options.platform
  const malformed = (name: string, change: (answer: Response) => Promise<Response> | Response): BadAnswer => ({
    name,
    platform: async (request) => change(await good(request)),
    codes: ['provider_malformed'],
    retryable: false,
  })
  const page = `<!doctype html><html><head><title>${unspeakable}</title></head><body>${unspeakable}</body></html>`
  return [
    malformed('an empty body', (answer) => replaceBody(answer, '')),
    malformed('a body cut in half', async (answer) => {
      const text = await answer.text()
      return replaceBody(answer, text.slice(0, text.length / 2))
    }),
    malformed('plain text', (answer) => replaceBody(answer, unspeakable)),
    {
      ...malformed('a web page', () => new Response(page, { headers: { 'content-type': 'text/html' } })),
      // Where a person may type the address of a site, a page is an answer: it names no account.
      codes: reader === 'profile' ? ['provider_malformed', 'provider_not_found'] : ['provider_malformed'],
    },
    malformed('a body nested without end', (answer) => replaceBody(answer, isXml(answer) ? deepXml() : deepJson())),
    ...(fixture.wrongShapes ?? defaultShapes).map((shape, index) =>
      malformed(`another shape (${index + 1})`, (answer) =>
        replaceBody(answer, typeof shape === 'string' ? shape : isXml(answer) ? shape.xml : shape.json),
      ),
    ),
  ]
}

function connections(options: ProviderSuiteOptions): BadAnswer[] {
  const unavailable = (name: string, platform: PlatformAnswers, timeout?: number): BadAnswer => ({
    ...{ name, platform, codes: ['provider_unavailable'] as const, retryable: true },
    ...(timeout === undefined ? {} : { timeout }),
  })
  return [
    unavailable('no answer', () => new Promise(() => undefined), shortTimeout),
    unavailable('a body that does not go on', async (request) => stall(await options.platform(request)), shortTimeout),
    unavailable('a connection that cannot be made', (request) => Promise.reject(connectionError(request))),
    {
      ...unavailable('a connection that breaks in the body', async (request) => {
        const answer = await options.platform(request)
        return replaceBody(answer, breaking(await answer.text(), connectionError(request)))
      }),
      // Whether a body was cut or its connection broke, not every `fetch` says; that it may be tried again does no harm.
      codes: ['provider_unavailable', 'provider_malformed'],
    },
  ]
}

const defaultShapes = [
  { json: 'null', xml: `<?xml version="1.0"?><${unspeakable}/>` },
  { json: '[]', xml: `<${unspeakable}>` },
  { json: '42', xml: '<' },
  { json: `"${unspeakable}"`, xml: '{}' },
  { json: `{"${unspeakable}":true}`, xml: '[]' },
] as const

function deepJson(): string {
  return `${'{"a":['.repeat(50_000)}"${unspeakable}"${']}'.repeat(50_000)}`
}

function deepXml(): string {
  return `<?xml version="1.0"?>${'<a>'.repeat(100_000)}${unspeakable}${'</a>'.repeat(100_000)}`
}

/** An answer that says no, with its reasons in every place where a platform gives them. */
function refuse(code: number, headers: Readonly<Record<string, string>> = {}): Response {
  const body = JSON.stringify({ error: unspeakable, message: unspeakable, errors: [{ message: unspeakable }] })
  return new Response(body, {
    status: code,
    statusText: unspeakable,
    headers: { 'content-type': 'application/json', 'x-request-id': unspeakable, ...headers },
  })
}

/** The answer with another body and no word about its length. */
export function replaceBody(answer: Response, body: BodyInit): Response {
  const headers = new Headers(answer.headers)
  headers.delete('content-length')
  const { status: code } = answer
  return new Response(body, { status: code, headers })
}

/** Whether an answer is XML, by what it says and else by how it starts. */
function isXml(answer: Response): boolean {
  return /xml|rss|atom|html/i.test(answer.headers.get('content-type') ?? '')
}

function stall(answer: Response): Response {
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => controller.enqueue(new TextEncoder().encode(' ')),
  })
  return replaceBody(answer, body)
}

function breaking(text: string, error: Error): ReadableStream<Uint8Array<ArrayBuffer>> {
  let sent = false
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => {
      if (sent) return controller.error(error)
      sent = true
      controller.enqueue(new TextEncoder().encode(text.slice(0, text.length / 2)))
    },
  })
}

/** What `fetch` throws, with all that it likes to tell. */
function connectionError({ method, url }: Request): Error {
  const cause = Object.assign(new Error(`connect ECONNRESET ${url} ${unspeakable}`), { code: 'ECONNRESET' })
  return new TypeError('fetch failed', { cause: Object.assign(cause, { request: `${method} ${url}` }) })
}
