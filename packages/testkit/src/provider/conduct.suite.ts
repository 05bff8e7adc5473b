import { checkFails, checkSame } from '../store/check.js'
import { type OpenOptions, openProvider, type ProviderCase, type ReaderCall, readerCalls } from './provider-case.js'
import type { ProviderSuiteOptions } from './provider-suite-options.js'
import { print } from './recording-fetch.js'
import { settleSoon } from './settle-soon.js'

/** Rules 9 and 10: what a reader does beside reading. */
export function conductCases(options: ProviderSuiteOptions): ProviderCase[] {
  return readerCalls(options).flatMap((reader) => [...requestCases(options, reader), ...abortCases(options, reader)])
}

function requestCases(options: ProviderSuiteOptions, reader: ReaderCall): ProviderCase[] {
  const { name, fixture, call } = reader
  return [
    {
      rule: 9,
      name: `${name}: makes exactly the requests expected, and counts them`,
      lacks: null,
      async run() {
        const { provider, requests } = openProvider(options)
        const { calls } = await call(provider)
        checkSame(requests.map(print), fixture.requests, 'the requests')
        for (const { url, headers } of requests) {
          for (const [header, value] of Object.entries(fixture.headers ?? {})) {
            checkSame(headers.get(header), value, `the header ${header} of ${url}`)
          }
        }
        checkSame(calls, requests.length, 'calls')
      },
    },
    {
      rule: 9,
      name: `${name}: keeps no state between calls`,
      lacks: null,
      async run() {
        const { provider, requests } = openProvider(options)
        const first = await call(provider)
        const [second, third] = await Promise.all([call(provider), call(provider)])
        checkSame(second, first, 'the result of the second call')
        checkSame(third, first, 'the result of a call at the same time')
        checkSame(requests.length, fixture.requests.length * 3, 'the number of requests of three calls')
        const fresh = await call(openProvider(options).provider)
        checkSame(fresh, first, 'the result of another provider')
      },
    },
    {
      rule: 9,
      name: `${name}: does not log`,
      lacks: null,
      async run() {
        const { provider } = openProvider(options)
        const broken = openProvider(options, { platform: () => new Response(null, { status: 500 }) }).provider
        const written = await countConsoleCalls(async () => {
          await call(provider)
          await call(broken).catch(() => undefined)
        })
        checkSame(written, 0, 'the number of lines written to the console')
      },
    },
    {
      rule: 9,
      name: `${name}: neither sleeps nor retries when the platform says to come back later`,
      lacks: null,
      async run() {
        const headers = { 'retry-after': '1' }
        const { provider, requests } = openProvider(options, {
          platform: () => new Response(null, { status: 503, headers }),
        })
        await checkFails(() => settleSoon(call(provider)), ['provider_unavailable'], name)
        checkSame(new Set(requests.map(print)).size, requests.length, 'the number of requests that were made once')
      },
    },
  ]
}

function abortCases(options: ProviderSuiteOptions, { name, call }: ReaderCall): ProviderCase[] {
  const stops = async (open: OpenOptions, abortWhen: 'before' | 'asked'): Promise<void> => {
    const controller = new AbortController()
    const platform = open.platform ?? options.platform
    const { provider, requests } = openProvider(options, {
      ...open,
      platform: (request) => {
        if (abortWhen === 'asked') setTimeout(() => controller.abort(new Error('enough')), 10)
        return platform(request)
      },
    })
    if (abortWhen === 'before') controller.abort(new Error('enough'))
    await checkFails(() => settleSoon(call(provider, controller.signal)), ['aborted'], name)
    checkSame(requests.length, abortWhen === 'before' ? 0 : 1, 'the number of requests')
  }
  return [
    {
      rule: 10,
      name: `${name}: asks nothing when the signal has fired before`,
      lacks: null,
      run: () => stops({}, 'before'),
    },
    {
      rule: 10,
      name: `${name}: stops at its signal while it waits for an answer`,
      lacks: null,
      run: () => stops({ platform: () => new Promise(() => undefined) }, 'asked'),
    },
    {
      rule: 10,
      name: `${name}: stops at its signal in the middle of a body`,
      lacks: null,
      run: () => stops({ platform: async (request) => neverEnding(await options.platform(request)) }, 'asked'),
    },
  ]
}

/** The same answer, whose body begins and does not go on. */
function neverEnding(response: Response): Response {
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => controller.enqueue(new TextEncoder().encode(' ')),
  })
  return new Response(body, { status: response.status, headers: response.headers })
}

const methods = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const

async function countConsoleCalls(work: () => Promise<void>): Promise<number> {
  let count = 0
  const kept = methods.map((method) => [method, console[method]] as const)
  for (const method of methods) {
    console[method] = () => {
      count += 1
    }
  }
  try {
    await work()
  } finally {
    for (const [method, original] of kept) console[method] = original
  }
  return count
}
