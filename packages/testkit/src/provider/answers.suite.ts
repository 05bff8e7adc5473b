import { isSociusError } from '@socius/core/provider'
import { check, checkFails, checkSame, checkSameSet, print } from '../store/check.js'
import { type BadAnswer, badAnswers, replaceBody, unspeakable } from './bad-answers.js'
import { openProvider, type ProviderCase, pageSizeOf, type ReaderCall, readerCalls } from './provider-case.js'
import type { ProviderSuiteOptions } from './provider-suite-options.js'
import { settleSoon } from './settle-soon.js'
import { type PageReader, pageReaders } from './walk-pages.js'

const maxBytes = 200_000
const chunkSize = 50_000
const endlessSize = 20_000_000
// What may be on its way when a reader stops: the buffers of streams, not a second body.
const slack = 500_000

/** Rules 11 to 14: what a reader makes of answers that are not what it asked for. */
export function answerCases(options: ProviderSuiteOptions): ProviderCase[] {
  return [
    ...pageReaders(options).map((reader) => brokenItemCase(options, reader)),
    ...readerCalls(options).flatMap((reader) => [
      ...badAnswers(options, reader.name, reader.fixture).map((answer) => badAnswerCase(options, reader, answer)),
      silenceCase(options, reader),
      ...sizeCases(options, reader),
    ]),
  ]
}

function brokenItemCase(options: ProviderSuiteOptions, reader: PageReader): ProviderCase {
  const { name, fixture } = reader
  const { broken, items } = fixture
  return {
    rule: 11,
    name: `${name}: an item that does not fit is set aside, and the page goes on`,
    lacks: broken ? null : `${name}.broken`,
    async run() {
      if (!broken) return
      const { provider } = openProvider(options, broken)
      const page = await reader.read(provider, { limit: pageSizeOf(provider, name) })
      check(
        page.rejected.some(({ externalId }) => externalId === broken.externalId),
        `rejected: ${print(page.rejected)}`,
      )
      for (const { reason } of page.rejected) {
        check(reason.trim() !== '' && !reason.includes(unspeakable), `the reason is ${print(reason)}`)
      }
      const others = items.map(({ externalId }) => externalId).filter((id) => id !== broken.externalId)
      const found = page.items.map(({ externalId }) => externalId)
      // Without an id it cannot be told which of the items is the broken one.
      if (broken.externalId === null) checkSame(found.length, others.length - 1, 'the number of the other items')
      else checkSameSet(found, others, 'the other items')
    },
  }
}

function badAnswerCase(options: ProviderSuiteOptions, { name, call }: ReaderCall, answer: BadAnswer): ProviderCase {
  const { codes, retryable, retryAfter, platform, timeout } = answer
  return {
    rule: 12,
    name: `${name}: ${answer.name} is ${codes.join(' or ')}`,
    lacks: null,
    async run() {
      const opened = openProvider(options, { platform, ...(timeout === undefined ? {} : { timeout }) })
      const error = await checkFails(() => settleSoon(call(opened.provider)), codes, answer.name)
      check(error.retryable === (retryable || error.code === 'provider_unavailable'), `retryable is ${error.retryable}`)
      if (retryAfter !== undefined) checkSame(error.retryAfter ?? null, retryAfter, 'retryAfter')
    },
  }
}

function silenceCase(options: ProviderSuiteOptions, { name, fixture, call }: ReaderCall): ProviderCase {
  return {
    rule: 13,
    name: `${name}: no error repeats a token, a query, or text from a body`,
    lacks: null,
    async run() {
      for (const { platform, timeout, name: answer } of badAnswers(options, name, fixture)) {
        const opened = openProvider(options, { platform, ...(timeout === undefined ? {} : { timeout }) })
        const error: unknown = await settleSoon(call(opened.provider)).catch((thrown: unknown) => thrown)
        const said = sayings(error).join('\n')
        const queries = opened.requests.flatMap(({ url }) => new URL(url).search || [])
        for (const secret of [unspeakable, ...queries, ...(options.secrets ?? [])]) {
          check(!said.includes(secret), `${answer}: the error repeats ${print(secret)}: ${print(said)}`)
        }
      }
    },
  }
}

function sizeCases(options: ProviderSuiteOptions, { name, call }: ReaderCall): ProviderCase[] {
  const refuses = async (headers: Readonly<Record<string, string>>): Promise<void> => {
    let sent = 0
    const opened = openProvider(options, {
      maxBytes,
      platform: async (request) => {
        const answer = replaceBody(
          await options.platform(request),
          endless((bytes) => (sent += bytes)),
        )
        for (const [header, value] of Object.entries(headers)) answer.headers.set(header, value)
        return answer
      },
    })
    await checkFails(() => call(opened.provider), ['provider_malformed'], 'a body beyond the cap')
    check(sent <= maxBytes + slack, `${sent} bytes were read where ${maxBytes} are the cap`)
  }
  return [
    {
      rule: 14,
      name: `${name}: a body beyond the cap is not read to its end`,
      lacks: null,
      run: () => refuses({}),
    },
    {
      rule: 14,
      name: `${name}: nor is one that says how long it is`,
      lacks: null,
      run: () => refuses({ 'content-length': String(endlessSize) }),
    },
    {
      rule: 14,
      name: `${name}: nor one that says that it is short`,
      lacks: null,
      run: () => refuses({ 'content-length': '10' }),
    },
  ]
}

/** Everything in an error that ends up in a log. */
function sayings(error: unknown): string[] {
  const parts: string[] = []
  let current = error
  for (let depth = 0; depth < 10 && current !== undefined && current !== null; depth += 1) {
    if (current instanceof Error) parts.push(current.message, current.stack ?? '')
    parts.push(isSociusError(current) ? JSON.stringify(current) : print(current))
    current = typeof current === 'object' && 'cause' in current ? current.cause : undefined
  }
  return parts
}

/** A body of white space that goes on far beyond every cap. */
function endless(count: (bytes: number) => void): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunk = new Uint8Array(chunkSize).fill(0x20)
  let sent = 0
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull: (controller) => {
        if (sent >= endlessSize) return controller.close()
        sent += chunkSize
        count(chunkSize)
        controller.enqueue(chunk.slice())
      },
    },
    { highWaterMark: 0 },
  )
}
